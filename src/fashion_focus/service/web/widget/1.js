// What a shop's page loads: defines <fashion-focus>. Version 1; its attributes and events only grow.
import "../static/js/watch/element.js";
