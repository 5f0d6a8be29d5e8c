// What every page can do; each behaviour is a file of its own.
import "./drawer.js";
import "./toasts.js";
import "./palette.js";
import "./keyboard.js";
import "./letter.js";
import "./copy.js";
import "./mailto.js";
import "./insert.js";
import "./print.js";
import "./ticks.js";
import "./tabs.js";
import "./chart.js";
import "./plan.js";
