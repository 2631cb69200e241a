// The answer as JSON; throws when there is none. `tell` hears percents of what was sent.
export function upload(url, file, form, tell) {
  return new Promise((resolve, reject) => {
    const data = new FormData();
    data.append("upload", file, file.name || "picture");
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("X-CSRFToken", form.elements.namedItem("csrfmiddlewaretoken").value);
    request.upload.addEventListener("progress", (event) => tell((100 * event.loaded) / event.total));
    request.addEventListener("error", reject);
    request.addEventListener("load", () => {
      try {
        resolve(JSON.parse(request.responseText));
      } catch (error) {
        reject(error);
      }
    });
    request.send(data);
  });
}
