"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const days = data.days, states = data.states, last = days.length - 1;
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const EPOCH = 719163; // 1 January 1970 in days from 1 January of the year 1, which is day 1
  const dateOf = (day) => new Date((day - EPOCH) * 86400000);
  const told = (day) => {
    if (data.zero !== null) return "Day " + (day - data.zero);
    const date = dateOf(day);
    return date.getUTCDate() + " " + MONTHS[date.getUTCMonth()] + " " + date.getUTCFullYear();
  };
  const daysSince = (earliest, latest, day) => {
    const least = day - Math.min(latest, day), most = day - earliest;
    return least === most ? least + " days" : least + " to " + most + " days";
  };
  const ageThen = (child, day) => {
    let words = "";
    for (const [since, text] of data.ages[child]) { if (since > day) break; words = text; }
    return words;
  };
  // Pieces are HTML that was escaped when the page was made; signs in them are put in here.
  const shown = (number, day) => data.pieces[number].replace(/\x7f([^;]*);/g, (_, sign) => {
    if (/^\d+$/.test(sign)) return shown(Number(sign), day);
    const [what, ...rest] = sign.split(":");
    if (what === "days") return daysSince(Number(rest[0]), Number(rest[1]), day);
    if (what === "age") return ageThen(Number(rest[0]), day);
    return told(day);
  });
  const indexOf = (day) => { let at = 0; while (at < last && days[at + 1] <= day) at += 1; return at; };

  const rows = Array.from(document.querySelectorAll("#rows tbody tr"), (row) => ({
    id: row.id, row: row, first: Number(row.dataset.first), from: Number(row.dataset.words),
    words: row.querySelector(".words"), notYet: row.querySelector(".not-yet"), rests: row.querySelector(".rests"),
  }));
  const put = (element, off) => { if (element.hidden !== off) element.hidden = off; };
  const marks = Array.from(document.querySelectorAll(".time .mark"));
  let revealed = null; // in training: the places of the rows that have been revealed

  const placeOf = (day) => {
    const axis = data.axis;
    if (day <= axis[0][0]) return axis[0][1];
    for (let i = 1; i < axis.length; i += 1) {
      const [before, left] = axis[i - 1], [after, right] = axis[i];
      if (day <= after) return left + (right - left) * (day - before) / (after - before);
    }
    return axis[axis.length - 1][1];
  };
  const showRows = (day) => {
    for (const one of rows) {
      const known = revealed ? revealed.has(one.id) : one.first <= day;
      const words = known && one.from <= day;
      put(one.row, !known); put(one.words, !words); put(one.notYet, words);
    }
  };
  const showMarks = (day) => {
    const edge = placeOf(day);
    byId("so-far-rect").setAttribute("width", String(edge + 8));
    const line = byId("now-line");
    line.setAttribute("x1", String(edge)); line.setAttribute("x2", String(edge));
    let first = true;
    for (const mark of marks) {
      const off = Number(mark.dataset.first) > day || (revealed && !revealed.has(mark.getAttribute("href").slice(1)));
      mark.toggleAttribute("data-off", off); mark.toggleAttribute("hidden", off);
      mark.setAttribute("tabindex", !off && first ? "0" : "-1");
      if (!off) first = false;
    }
    for (const lane of document.querySelectorAll(".time .lane-of")) {
      const empty = revealed && !marks.some((mark) => mark.dataset.lane === lane.dataset.lane && !mark.hasAttribute("data-off"));
      lane.toggleAttribute("data-off", Number(lane.dataset.first) > day || Boolean(empty));
    }
    for (const tick of document.querySelectorAll(".time [data-at]")) tick.toggleAttribute("data-off", Number(tick.dataset.at) > edge);
  };
  const showResting = () => {
    const resting = new Map();
    for (const prompt of document.querySelectorAll("#slot-prompts .prompt")) {
      const title = prompt.querySelector("h5").textContent;
      for (const link of prompt.querySelectorAll(".rests-on a, .evidence a")) {
        const place = link.hash.slice(1);
        if (!resting.has(place)) resting.set(place, new Map());
        if (!resting.get(place).has(title)) resting.get(place).set(title, prompt.id);
      }
    }
    for (const one of rows) {
      const found = Array.from(resting.get(one.id) || []);
      const key = found.map((each) => each.join(" ")).join("|");
      if (!one.rests || one.key === key) continue;
      one.key = key; one.rests.textContent = "";
      for (const [title, place] of found.slice(0, data.most)) {
        const link = document.createElement("a");
        link.href = "#" + place; link.textContent = title; one.rests.append(link);
      }
      if (found.length > data.most) one.rests.append("and " + (found.length - data.most) + " more");
    }
  };
  const show = (day, withPrompts) => {
    const state = states[indexOf(day)];
    data.slots.forEach((name, at) => {
      const slot = byId("slot-" + name);
      const open = new Set(Array.from(slot.querySelectorAll("details[open]"), (one) => one.closest("[id]").id));
      slot.innerHTML = withPrompts || name === "opening" ? shown(state[at], day) : "";
      for (const one of slot.querySelectorAll("details")) if (open.has(one.closest("[id]").id) && one.closest(".prompt")) one.open = true;
    });
    for (const part of document.querySelectorAll(".at-end")) part.hidden = day < data.last;
    showRows(day); showMarks(day); showResting();
  };

  // --- the drawing by keyboard ---
  const drawing = document.querySelector(".time");
  drawing.addEventListener("keydown", (event) => {
    const seen = marks.filter((mark) => !mark.hasAttribute("data-off"));
    const at = seen.indexOf(document.activeElement);
    if (at < 0) return;
    const to = {ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: seen.length - 1}[event.key];
    if (to === undefined || !seen[to]) return;
    event.preventDefault();
    seen[at].setAttribute("tabindex", "-1"); seen[to].setAttribute("tabindex", "0"); seen[to].focus();
  });

  if (!data.training) {
    const slider = byId("slider"), output = byId("shown"), field = byId("date");
    let day = days[last] > data.last ? days[last] : data.last;
    const move = (to, said) => {
      day = Math.max(days[0], Math.min(data.last, to));
      const at = indexOf(day);
      slider.value = String(at);
      slider.setAttribute("aria-valuetext", told(day));
      output.textContent = told(day);
      field.value = data.zero !== null ? String(day - data.zero) : dateOf(day).toISOString().slice(0, 10);
      byId("earlier").disabled = day <= days[0];
      byId("later").disabled = day >= data.last;
      show(day, true);
      if (said) byId("said").textContent = "The case as at " + told(day) + ". " + byId("slot-counts").textContent.trim();
    };
    slider.addEventListener("input", () => { const at = Number(slider.value); move(at === last ? data.last : days[at], false); });
    slider.addEventListener("change", () => { byId("said").textContent = byId("slot-counts").textContent.trim(); });
    byId("earlier").addEventListener("click", () => { const at = indexOf(day); move(day > days[at] ? days[at] : days[Math.max(0, at - 1)], true); });
    byId("later").addEventListener("click", () => { const at = indexOf(day); move(at < last ? days[at + 1] : data.last, true); });
    byId("latest").addEventListener("click", () => move(data.last, true));
    field.addEventListener("change", () => {
      const number = data.zero !== null ? Number(field.value) + data.zero : Math.floor(Date.parse(field.value + "T00:00:00Z") / 86400000) + EPOCH;
      if (field.value !== "" && Number.isFinite(number)) move(number, true);
    });
    byId("clock").hidden = false;
    move(data.last, false);
    window.flagGoTo = (to) => move(to, false);
    window.flagDay = () => day;
    return;
  }

  // --- training ---
  const steps = data.steps; // [place of the row, day its words are known, stop or null]
  let at = -1, comparing = false;
  revealed = new Set();
  const pending = () => at + 1 < steps.length && at >= 0 && steps[at + 1][1] === steps[at][1];
  const refresh = () => {
    const day = at < 0 ? null : steps[at][1];
    byId("compared").hidden = !comparing;
    for (const part of document.querySelectorAll(".flag-output")) part.hidden = !comparing;
    if (day === null) return;
    show(day, comparing);
    byId("where").textContent = (at === 0 ? "One row is" : (at + 1) + " rows are") + " revealed; the day is " + told(day) + "."
      + (pending() ? " More rows became known on this day: reveal them first, then the rules can be shown." : "");
    byId("next-row").disabled = at + 1 >= steps.length;
    byId("compare").disabled = pending();
    const stop = steps[at][2];
    byId("stop").hidden = !stop || pending();
    byId("stop").textContent = "";
    if (stop) { const p = document.createElement("p"); p.textContent = stop.ask; byId("stop").append(p); }
  };
  byId("begin").addEventListener("click", () => {
    byId("before").hidden = true; byId("stepper").hidden = false; byId("state").hidden = false; byId("next-row").click();
    byId("next-row").focus();
  });
  byId("next-row").addEventListener("click", () => {
    if (at + 1 >= steps.length) return;
    at += 1; comparing = false; revealed.add(steps[at][0]); byId("own-prompts").value = "";
    refresh();
    document.getElementById(steps[at][0]).scrollIntoView({block: "nearest"});
  });
  byId("own").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = byId("own-prompts").value.trim();
    const theirs = byId("theirs");
    theirs.textContent = "";
    const written = document.createElement("p");
    if (text === "") { byId("where").textContent = "Write down what your group would ask first: then both are shown."; byId("own-prompts").focus(); return; }
    written.className = "written"; written.textContent = text; theirs.append(written);
    const sense = byId("sense"), stop = steps[at][2];
    sense.textContent = "";
    for (const line of (stop && stop.sense) || []) { const p = document.createElement("p"); p.textContent = line; sense.append(p); }
    comparing = true; refresh(); byId("compared").focus();
  });
  byId("hand-out").addEventListener("click", () => {
    document.body.classList.add("hand-out"); window.print(); document.body.classList.remove("hand-out");
  });
  byId("state").hidden = true;
  for (const part of document.querySelectorAll(".flag-output")) part.hidden = true;
  window.flagStep = () => ({at: at, day: at < 0 ? null : steps[at][1], count: steps.length});
})();
