// Only what makes a page that already works quicker to use: keys, menus, and text that was typed and not sent.
(() => {
  "use strict";

  const isTyping = (element) => element.closest("input:not([type=checkbox]), select, textarea, [contenteditable]") !== null;

  // Keys ------------------------------------------------------------------------------------------------------
  let before = "";
  const go = (selector) => {
    const link = document.querySelector(selector);
    if (link) link.click();
    return Boolean(link);
  };
  const openKeys = () => {
    const keys = document.getElementById("keys");
    if (!keys) return false;
    keys.open = true;
    keys.querySelector("summary").focus();
    return true;
  };
  const search = () => {
    const field = document.querySelector("[data-search], input[type=search], form.sentence select, form.sentence input");
    if (field) field.focus();
    return Boolean(field);
  };
  const closeMenus = () => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      const held = menu.contains(document.activeElement);
      menu.open = false;
      if (held) menu.querySelector("summary").focus();
    }
  };

  // Lists that are walked through: j and k from item to item, x selects, o opens, a letter of the page's own acts ---
  const itemHere = () => document.querySelector("[data-item].is-here");
  const walk = (by) => {
    const items = [...document.querySelectorAll("[data-item]")];
    if (!items.length) return false;
    const at = items.indexOf(itemHere());
    const next = items[Math.min(Math.max(at + by, 0), items.length - 1)];
    for (const item of items) item.classList.toggle("is-here", item === next);
    const link = next.querySelector("[data-open]");
    if (link) link.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    return true;
  };
  const select = () => {
    const box = itemHere() && itemHere().querySelector("[data-pick]");
    if (box) box.click();
    return Boolean(box);
  };
  const openItem = () => {
    const link = itemHere() && itemHere().querySelector("[data-open]");
    if (link) link.click();
    return Boolean(link);
  };
  const act = (event) => go(`[data-key="${CSS.escape(event.key)}"]:not(:disabled)`);
  const inLists = { j: () => walk(1), k: () => walk(-1), x: select, o: openItem, m: act, p: act, s: act };

  // How many are selected, said as they are; an act that wants more of them says so by waiting ----------------------
  const countPicked = (form) => {
    const picked = form.querySelectorAll("[data-pick]:checked").length;
    form.dataset.picks = String(picked);
    for (const place of form.querySelectorAll("[data-picked]")) place.textContent = String(picked);
    for (const button of form.querySelectorAll("[data-wants]")) button.disabled = picked < Number(button.dataset.wants);
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeMenus();
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const held = before + event.key;
    before = event.key === "g" ? "g" : "";
    const done = { "/": search, "?": openKeys, gw: () => go(".brand a"), n: () => go("a[data-new]") }[held] || inLists[event.key];
    if (done && done(event)) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  // Text that was typed and not sent: kept in this tab alone, offered again ---------------------------------------
  const SENT = "huiyin.sent";
  const keyOf = (form) => `huiyin.kept.${location.pathname}.${form.dataset.keep || ""}`;
  const fieldsOf = (form) => [...form.elements].filter(
    (field) => field.name && field.willValidate && !["hidden", "password", "file", "submit", "button"].includes(field.type)
  );
  const isTicked = (field) => field.type === "checkbox" || field.type === "radio";
  const valuesOf = (form) => fieldsOf(form).map((field) => [field.name, isTicked(field) ? field.checked : field.value]);
  const putBack = (form, kept) => {
    fieldsOf(form).forEach((field, at) => {
      if (!kept[at] || kept[at][0] !== field.name) return;
      if (isTicked(field)) field.checked = kept[at][1];
      else field.value = kept[at][1];
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  };
  const offer = (form, key, kept) => {
    const template = document.getElementById("kept-text");
    if (!template) return;
    const offered = template.content.cloneNode(true).firstElementChild;
    const close = () => offered.remove();
    offered.querySelector("[data-put-back]").addEventListener("click", () => { putBack(form, kept); close(); });
    offered.querySelector("[data-let-go]").addEventListener("click", () => { sessionStorage.removeItem(key); close(); });
    form.prepend(offered);
  };
  const forgetWhatWasTaken = () => {
    const sent = JSON.parse(sessionStorage.getItem(SENT) || "null");
    sessionStorage.removeItem(SENT);
    if (!sent) return;
    if (sent.path !== location.pathname || document.querySelector(".notice-done")) sessionStorage.removeItem(sent.key);
  };
  const keep = (form) => {
    const key = keyOf(form);
    const kept = JSON.parse(sessionStorage.getItem(key) || "null");
    if (kept && JSON.stringify(kept) !== JSON.stringify(valuesOf(form))) offer(form, key, kept);
    form.addEventListener("input", () => sessionStorage.setItem(key, JSON.stringify(valuesOf(form))));
    form.addEventListener("submit", () => sessionStorage.setItem(SENT, JSON.stringify({ path: location.pathname, key })));
  };

  // A form sent twice by a double tap is sent once; a slow answer is said in words --------------------------------
  const sayWhenSlow = (form) => {
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented || form.method !== "post") return;
      if (form.dataset.isSent) { event.preventDefault(); return; }
      form.dataset.isSent = "yes";
      window.setTimeout(() => {
        const template = document.getElementById("slow-answer");
        if (template && form.dataset.isSent) form.append(template.content.cloneNode(true));
      }, 2000);
    });
  };
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.isSent;
    for (const form of document.querySelectorAll("form[data-picks]")) countPicked(form);
  });

  // A filter answers as soon as it is chosen, where the form says so -----------------------------------------------
  const sendOnChoice = (form) => form.addEventListener("change", () => form.requestSubmit());

  // The password is shown in place; without script the same link loads the page with the field open.
  for (const link of document.querySelectorAll("a[data-show-password][data-other]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const field = link.closest("form").querySelector("[autocomplete=current-password]");
      field.type = field.type === "password" ? "text" : "password";
      [link.textContent, link.dataset.other] = [link.dataset.other, link.textContent];
      field.focus();
    });
  }

  forgetWhatWasTaken();
  for (const form of document.querySelectorAll("form[data-keep]")) keep(form);
  for (const form of document.forms) sayWhenSlow(form);
  for (const form of document.querySelectorAll("form[data-send-on-choice]")) sendOnChoice(form);
  for (const form of document.querySelectorAll("form[data-picks]")) form.addEventListener("change", () => countPicked(form));
  const faults = document.getElementById("faults");
  if (faults) faults.focus();
})();
