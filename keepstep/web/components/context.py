"""Stand-in until the frame helper replaces this file."""


def frame(request):
    return {}
