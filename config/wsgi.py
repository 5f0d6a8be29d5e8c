"""The WSGI application."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
# A page makes thousands of objects and leaves hardly any behind, but looking for what it has left behind took a
# twentieth of its time. What is loaded by now is never looked through again.
gc.freeze()
gc.set_threshold(20_000, 20, 20)
