// CKEditor on an article's text, set up from what the field's markup says. Without this file: a textarea.

const YOUTUBE =
  /^(?:https?:)?\/\/(?:(?:www\.|m\.)?youtube(?:-nocookie)?\.com\/(?:watch\?(?:[^\s#]*&)?v=|embed\/|shorts\/|live\/)|youtu\.be\/)([\w-]{11})(?:[?&#/]\S*)?$/;
const LINKS = /^(?:https?:|mailto:|tel:|\/(?![/\\]))/i;
const PICTURES = /^image\/(jpeg|png|webp|gif)$/;

const boxes = document.querySelectorAll("[data-editor]");
if (boxes.length) loadCore(boxes[0].dataset).then(() => boxes.forEach(start));

function loadCore({ core, folder, blank }) {
  window.CKEDITOR_BASEPATH = folder; // it cannot tell from a script whose name carries a hash
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = core;
    script.addEventListener("error", reject);
    script.addEventListener("load", () => {
      CKEDITOR.disableAutoInline = true;
      CKEDITOR.tools.transparentImageData = blank; // the content policy takes no data: addresses
      CKEDITOR.plugins.add("newsroom", { requires: "clipboard,dialog,image2,notification,widget", init: addTools });
      CKEDITOR.dialog.add("figure", figureDialog);
      CKEDITOR.dialog.add("video", videoDialog);
      if (CKEDITOR.status === "loaded") resolve();
      else CKEDITOR.on("loaded", resolve);
    });
    document.head.append(script);
  });
}

function start(box) {
  const textarea = box.querySelector("textarea");
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  const editor = CKEDITOR.replace(textarea, {
    ...JSON.parse(box.dataset.config),
    title: label ? label.textContent.trim().replace(/:$/, "") : textarea.name,
    newsroom: box,
  });
  editor.on("instanceReady", () => {
    const area = editor.editable().$;
    area.lang = "vi";
    area.setAttribute("role", "textbox");
    area.setAttribute("aria-multiline", "true");
    if (textarea.hasAttribute("aria-invalid")) area.setAttribute("aria-invalid", "true");
    const notes = [area, textarea].map((element) => element.getAttribute("aria-describedby"));
    area.setAttribute("aria-describedby", notes.filter(Boolean).join(" "));
    label?.addEventListener("click", () => editor.focus());
  });
}

// --- what the newsroom adds to CKEditor --------------------------------------------------------------

const boxOf = (editor) => editor.config.newsroom;
const saysOf = (editor) => boxOf(editor).dataset;

function addTools(editor) {
  const says = saysOf(editor);
  addButton(editor, "Library", says.sayLibrary, () => library(editor));
  addButton(editor, "Upload", says.sayUpload, () => chooseFile(editor));
  addVideo(editor, says);
  editor.on("widgetDefinition", ({ data }) => {
    if (data.name === "image") data.dialog = "figure";
  });
  editor.on("contentDom", () => editor.editable().$.style.setProperty("--caption-here", JSON.stringify(says.sayCaptionHere)));
  CKEDITOR.plugins.clipboard.addFileMatcher(editor, (file) => PICTURES.test(file.type));
  editor.dataProcessor.dataFilter.addRules({ elements: { a: dropOddAddress } });
  editor.on("paste", takeFiles, null, null, 2);
  editor.on("paste", takeVideo, null, null, 800);
  editor.on("paste", takePictures, null, null, 900);
}

function addButton(editor, name, label, exec) {
  const command = `newsroom${name}`;
  editor.addCommand(command, { exec, async: true });
  editor.ui.addButton(name, { label, command });
}

function dropOddAddress(link) {
  if (LINKS.test(link.attributes.href || "")) return;
  delete link.attributes.href;
  delete link.attributes["data-cke-saved-href"];
}

function addVideo(editor, says) {
  editor.widgets.add("video", {
    button: says.sayVideo,
    dialog: "video",
    template: '<div class="embed" data-provider="youtube"></div>',
    allowedContent: "div(!embed)[!data-provider,!data-id]",
    requiredContent: "div(embed)[data-provider,data-id]",
    upcast: (element) => element.name === "div" && element.hasClass("embed"),
    init() {
      this.setData("video", this.element.getAttribute("data-id") || "");
    },
    data() {
      this.element.setAttribute("data-id", this.data.video);
    },
    downcast(element) {
      element.setHtml("");
      return element;
    },
  });
}

function videoOf(address) {
  return (address.trim().match(YOUTUBE) || [])[1] || "";
}

function videoDialog(editor) {
  const says = saysOf(editor);
  const address = {
    type: "text",
    id: "address",
    label: says.sayVideoAddress,
    setup(widget) {
      this.setValue(widget.data.video ? `https://www.youtube.com/watch?v=${widget.data.video}` : "");
    },
    validate() {
      return videoOf(this.getValue()) ? true : says.sayVideoWrong;
    },
    commit(widget) {
      widget.setData("video", videoOf(this.getValue()));
    },
  };
  const contents = [{ id: "info", elements: [address] }];
  const onHide = () => setTimeout(() => goOn(editor));
  return { title: says.sayVideo, minWidth: 420, minHeight: 60, contents, onHide };
}

function figureDialog(editor) {
  const says = saysOf(editor);
  const field = (id, type, label) => ({
    type,
    id,
    label,
    setup(widget) {
      this.setValue(widget.data[id]);
    },
    commit(widget) {
      widget.setData(id, this.getValue());
    },
  });
  const elements = [field("alt", "text", says.sayAlt), field("hasCaption", "checkbox", says.sayCaption)];
  return { title: says.sayFigure, minWidth: 480, minHeight: 90, contents: [{ id: "info", elements }] };
}

// --- pictures ----------------------------------------------------------------------------------------

function library(editor) {
  const box = boxOf(editor);
  box.place = editor.getSelection().getRanges();
  if (!box.openLibrary) {
    const detail = { chosen: (picture) => insert(editor, figure(editor, picture), box.place) };
    box.dispatchEvent(new CustomEvent("picture-library", { bubbles: true, detail }));
    box.openLibrary = detail.open;
  }
  box.openLibrary();
}

function chooseFile(editor) {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = "image/jpeg,image/png,image/webp,image/gif";
  input.multiple = true;
  const place = editor.getSelection().getRanges();
  input.addEventListener("change", () => upload(editor, input.files, place));
  input.click();
}

// At the caret (`place`: where it was before a window opened), but never into a figure that is there.
function insert(editor, html, place) {
  editor.focus();
  if (place) editor.getSelection().selectRanges(place);
  goOn(editor, editor.widgets.getByElement(editor.getSelection().getStartElement()));
  editor.insertHtml(html);
  goOn(editor);
}

// Put the caret into the paragraph after a figure or a video; make one where there is none.
function goOn(editor, widget = editor.widgets.focused) {
  if (!widget) return;
  let next = widget.wrapper.getNext();
  if (!next || !next.is?.("p")) {
    next = new CKEDITOR.dom.element("p");
    next.appendBogus();
    next.insertAfter(widget.wrapper);
  }
  const range = editor.createRange();
  range.moveToElementEditStart(next);
  range.select();
}

function figure(editor, picture) {
  const isNamed = !picture.credit || picture.credit.includes(":"); // "Ảnh: Thái Sơn" is a whole credit
  const credit = isNamed ? picture.credit : `${saysOf(editor).sayPhoto}: ${picture.credit}`;
  const caption = [picture.caption, credit].filter(Boolean).join(". ");
  const node = document.createElement("template");
  node.innerHTML = '<figure class="image"><img><figcaption></figcaption></figure>';
  const image = node.content.querySelector("img");
  image.setAttribute("src", picture.url);
  image.setAttribute("alt", picture.alternative_text);
  image.setAttribute("width", picture.width);
  image.setAttribute("height", picture.height);
  node.content.querySelector("figcaption").textContent = caption;
  return node.innerHTML;
}

async function upload(editor, files, place) {
  for (const file of files) {
    const picture = await send(editor, file);
    if (!picture) continue;
    insert(editor, figure(editor, picture), place);
    place = null;
  }
}

// The uploaded picture, or null after telling why there is none.
async function send(editor, file) {
  const box = boxOf(editor);
  const note = editor.showNotification(box.dataset.saySending, "progress");
  const data = new FormData();
  data.append("upload", file, file.name || "picture");
  let answer;
  try {
    const token = box.closest("form").elements.namedItem("csrfmiddlewaretoken").value;
    const response = await fetch(box.dataset.uploadUrl, { method: "POST", body: data, headers: { "X-CSRFToken": token } });
    answer = await response.json();
  } catch {
    answer = { error: { message: box.dataset.sayFailed } };
  }
  note.hide();
  if (answer.uploaded) return answer;
  editor.showNotification(CKEDITOR.tools.htmlEncode(answer.error.message), "warning");
  return null;
}

function takeFiles(event) {
  const { dataTransfer, dataValue } = event.data;
  const files = Array.from({ length: dataTransfer.getFilesCount() }, (_, place) => dataTransfer.getFile(place));
  const pictures = files.filter((file) => PICTURES.test(file.type));
  if (dataValue || !pictures.length) return;
  event.cancel();
  upload(event.editor, pictures);
}

function takeVideo(event) {
  const text = document.createElement("template");
  text.innerHTML = event.data.dataValue;
  const video = videoOf(text.content.textContent);
  if (video) event.data.dataValue = `<div class="embed" data-provider="youtube" data-id="${video}"></div>`;
}

// Pictures inside what is pasted: our own stay, those that came along (Word) are uploaded, others are left out.
function takePictures(event) {
  if (!/<img/i.test(event.data.dataValue)) return;
  const { editor } = event;
  const page = new DOMParser().parseFromString(event.data.dataValue, "text/html");
  const strangers = [...page.images].filter((image) => !isOwn(editor, image));
  const carried = strangers.filter((image) => image.src.startsWith("data:"));
  if (!strangers.length) return;
  for (const image of strangers) if (!carried.includes(image)) image.remove();
  if (carried.length < strangers.length) editor.showNotification(saysOf(editor).sayForeign, "info");
  if (!carried.length) {
    event.data.dataValue = page.body.innerHTML;
    return;
  }
  event.cancel();
  uploadCarried(editor, carried).then(() => insert(editor, page.body.innerHTML));
}

function isOwn(editor, image) {
  return (image.getAttribute("src") || "").startsWith(boxOf(editor).dataset.media);
}

async function uploadCarried(editor, images) {
  for (const image of images) {
    const file = fileOf(image.src);
    const picture = file && (await send(editor, file));
    if (picture) image.outerHTML = figure(editor, picture);
    else image.remove();
  }
}

function fileOf(address) {
  const [head, type] = address.match(/^data:(image\/(?:jpeg|png|webp|gif));base64,/) || [];
  if (!head) return null;
  try {
    return new File([Uint8Array.from(atob(address.slice(head.length)), (letter) => letter.charCodeAt(0))], "picture", { type });
  } catch {
    return null;
  }
}
