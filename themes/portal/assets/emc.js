// Tells the ministry's script, which comes after this one, whose visits it counts. Only on pages of portals that ask for it.
"use strict";

const { site, tracker } = document.currentScript.dataset;
window._govaq = window._govaq ?? [];
window._govaq.push(["trackPageView"], ["enableLinkTracking"], ["setTrackerUrl", tracker], ["setSiteId", site]);
