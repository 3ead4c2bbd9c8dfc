/* SPDX-License-Identifier: ISC
   Soundings: keep a page of answers while it is filled in.  The page works
   the same without this file: it posts the form of the page to its own
   address, as the button does, and says so in the line made for it. */
(function () {
  'use strict';
  var form = document.querySelector('form[data-keep]');
  var line = form && form.querySelector('[role=status]');
  if (!form || !line || !window.fetch || !window.URLSearchParams || !window.FormData) return;

  var wait = 0, tries = 0, running = false, again = false, leaving = false, done = null;

  function say(text) {
    if (line.textContent !== text) line.textContent = text;
  }

  function later(ms) {
    clearTimeout(wait);
    wait = setTimeout(keep, ms);
  }

  function keep() {
    if (leaving) return;
    if (running) { again = true; return; }
    running = true;
    again = false;
    fetch(form.getAttribute('action') || location.href, {
      method: 'POST',
      body: new URLSearchParams(new FormData(form)),
      credentials: 'same-origin',
      redirect: 'manual'
    }).then(function (reply) {
      if (reply.type === 'opaqueredirect' || reply.status === 422) {
        tries = 0;
        say(line.getAttribute('data-stored').replace('00:00',
          new Date().toTimeString().slice(0, 5)));
      } else if (reply.status >= 500 || reply.status === 429) {
        throw reply;
      }
    }).catch(function () {
      if (leaving) return;
      tries += 1;
      say(line.getAttribute('data-failed'));
      later(Math.min(60000, 4000 * Math.pow(2, tries)));
    }).then(function () {
      running = false;
      if (again) { if (done) keep(); else later(500); }
      else if (done) done();
    });
  }

  form.addEventListener('change', function () { later(1200); });
  form.addEventListener('input', function () { later(4000); });
  /* A copy still on its way must not arrive behind the page itself. */
  form.addEventListener('submit', function (event) {
    clearTimeout(wait);
    again = false;
    leaving = true;
    if (!running) return;
    event.preventDefault();
    var left = setTimeout(function () { form.submit(); }, 3000);
    done = function () { clearTimeout(left); form.submit(); };
  });
  /* The way to come back later leads on when the last ticks are stored. */
  var away = form.querySelector('a[data-keep]');
  if (away) away.addEventListener('click', function (event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    clearTimeout(wait);
    done = function () { leaving = true; done = null; location.href = away.href; };
    setTimeout(function () { if (done) done(); }, 3000);
    keep();
  });
  window.addEventListener('online', function () { if (tries) later(0); });
  /* Back to a page the browser had put aside: its button works again. */
  window.addEventListener('pageshow', function () { leaving = false; done = null; });
}());
