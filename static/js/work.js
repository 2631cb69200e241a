/* In a rush a comment costs some seconds of computing: see comments/work.py.
   Finds a number that gives, behind the form's opening, a SHA-256 beginning with so many zero bits. */

const AT_ONCE = 256;
const text = new TextEncoder();

async function zeros(words) {
  const digest = await crypto.subtle.digest("SHA-256", text.encode(words));
  return Math.clz32(new DataView(digest).getUint32(0));
}

export async function solve(form) {
  const { opened, work } = form.elements;
  for (let first = 0; !work.value && form.isConnected; first += AT_ONCE) {
    const numbers = Array.from({ length: AT_ONCE }, (_, place) => first + place);
    const found = await Promise.all(numbers.map((number) => zeros(`${opened.value}.${number}`)));
    const place = found.findIndex((bits) => bits >= form.dataset.bits);
    if (place >= 0) work.value = first + place;
  }
}
