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
  var pressed = document.createElement('input');

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
      if (done) done();
      else if (again) later(500);
    });
  }

  form.addEventListener('change', function () { later(1200); });
  form.addEventListener('input', function () { later(4000); });
  /* A copy still on its way must not arrive behind the page itself.  Sent from
     here, the page has to be told which button was pressed. */
  form.addEventListener('submit', function (event) {
    clearTimeout(wait);
    again = false;
    leaving = true;
    pressed.remove();
    if (!running) return;
    event.preventDefault();
    if (event.submitter && event.submitter.name) {
      pressed.type = 'hidden';
      pressed.name = event.submitter.name;
      pressed.value = event.submitter.value;
      form.appendChild(pressed);
    }
    var left = setTimeout(function () { form.submit(); }, 3000);
    done = function () { clearTimeout(left); form.submit(); };
  });
  window.addEventListener('online', function () { if (tries) later(0); });
  /* Back to a page the browser had put aside: its button works again. */
  window.addEventListener('pageshow', function () { leaving = false; done = null; pressed.remove(); });
}());
