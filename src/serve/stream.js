// One stream of changes for all open pages of the preview: a browser opens six connections to a server, and a stream
// holds one for as long as its page is open. A shared worker listens for all tabs; where there is none, the tab that
// holds a lock does, and the others hear it; where there are no locks either, each tab listens for itself.
const congPreview = (() => {
  "use strict";
  const NAME = "cong-preview";
  const MOST_PAGES = 200;
  const AGAIN = 2000;

  // Listens for everyone who joined. `tell` is called with the errors there are and with what happened to the page:
  // "reload" and "style" (it is touched), "check" (something may have been missed), "same".
  function hub() {
    const all = new Map();
    let stream = null, asked = "", findings = null, generation = null;

    function each(how) {
      for (const one of all.values()) one.tell({ findings, how: how(one) });
    }

    function hear({ data }) {
      const now = JSON.parse(data);
      // What changed while nobody listened was told to nobody.
      const missed = generation !== null && generation !== now.generation && now.first;
      [findings, generation] = [now.findings, now.generation];
      each((one) => {
        const isNew = now.first && !one.heard;
        one.heard = true;
        if (isNew || missed) return "check";
        if (now.reload.includes(one.page)) return "reload";
        return now.style.includes(one.page) ? "style" : "same";
      });
    }

    function listen() {
      const pages = [...new Set([...all.values()].map((one) => one.page))].slice(-MOST_PAGES);
      const wanted = pages.map((page) => "page=" + encodeURIComponent(page)).sort().join("&");
      const listens = stream !== null && stream.readyState !== EventSource.CLOSED;
      if (listens && wanted === asked) return;
      stream?.close();
      [stream, asked] = [null, wanted];
      if (pages.length === 0) return;
      const own = stream = new EventSource("/_cong/events?" + wanted);
      own.onmessage = (event) => { if (own === stream) hear(event); };
      // A server that was stopped may come back with anything.
      own.onerror = () => {
        if (own !== stream) return;
        generation = NaN;
        if (own.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN);
      };
    }

    return {
      join(key, page, tell) {
        all.delete(key);
        all.set(key, { page, tell, heard: false });
        if (all.size > MOST_PAGES) all.delete(all.keys().next().value);
        const before = stream;
        listen();
        // The stream listened for this page before it joined.
        if (stream === before && findings !== null && stream.readyState === EventSource.OPEN) {
          all.get(key).heard = true;
          tell({ findings, how: "check" });
        }
      },
      leave(key) {
        all.delete(key);
        // A page that is left is followed by another in most cases: one new stream serves both.
        setTimeout(listen, AGAIN);
      },
    };
  }

  if (typeof SharedWorkerGlobalScope !== "undefined") {
    const worker = hub();
    self.onconnect = ({ ports: [port] }) => {
      port.onmessage = ({ data }) => {
        if (data === null) worker.leave(port);
        else worker.join(port, data, (message) => port.postMessage(message));
      };
      port.onclose = () => worker.leave(port);
    };
    return {};
  }

  function byLeader(page, tell) {
    const channel = new BroadcastChannel(NAME);
    const own = String(Math.random());
    let leads = null;
    channel.onmessage = ({ data }) => {
      if (data.to === own) tell(data.message);
      else if (data.call) channel.postMessage({ from: own, page });
      else if (leads && data.from && data.page === null) leads.leave(data.from);
      else if (leads && data.from) leads.join(data.from, data.page, (message) => channel.postMessage({ to: data.from, message }));
    };
    channel.postMessage({ from: own, page });
    const left = new AbortController();
    navigator.locks.request(NAME, { signal: left.signal }, () => {
      leads = hub();
      leads.join(own, page, tell);
      channel.postMessage({ call: true });
      return new Promise((done) => left.signal.addEventListener("abort", done));
    }).catch(() => {});
    return () => {
      channel.postMessage({ from: own, page: null });
      left.abort();
    };
  }

  function alone(page, tell) {
    const own = hub();
    own.join(page, page, tell);
    return () => own.leave(page);
  }

  function withoutWorker(page, tell) {
    const canLead = typeof BroadcastChannel !== "undefined" && navigator.locks !== undefined;
    return canLead ? byLeader(page, tell) : alone(page, tell);
  }

  // Begins to listen; gives back how to end it.
  function listen(script, page, tell) {
    if (typeof SharedWorker === "undefined") return withoutWorker(page, tell);
    let worker, heard = false;
    try {
      worker = new SharedWorker(script, { name: NAME });
    } catch {
      return withoutWorker(page, tell);
    }
    let end = () => worker.port.postMessage(null);
    worker.port.onmessage = ({ data }) => {
      heard = true;
      tell(data);
    };
    // It is there and may not start.
    worker.onerror = () => { if (!heard) end = withoutWorker(page, tell); };
    worker.port.postMessage(page);
    return () => end();
  }

  return { listen };
})();
