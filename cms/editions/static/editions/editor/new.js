/*
 * A new edition has no rows until it is known whom it follows. Once the browser has saved it by itself, its page can be
 * shown: the editor is opened anew.
 */
document.addEventListener("w-autosave:success", ({ detail }) => {
  if (detail.response.url && !document.getElementById("local")) window.location.assign(detail.response.url);
});
