/**
 * Passwords that are tried first: those of ten characters and more near the top of every published list of leaked
 * ones, and what people make of keyboards and words when ten characters are required.
 */
const triedFirst: ReadonlySet<string> = new Set(
  `1234567890 0123456789 9876543210 0987654321 qwertyuiop qwertzuiop azertyuiop asdfghjkl1 1qaz2wsx3edc
  1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4t5 qwerty12345 qwerty123456 password12 password123 password1234 password1!
  passw0rd123 passwort123 motdepasse contrasena iloveyou123 iloveyou12 letmein123 welcome123 welcome1234
  administrator admin12345 admin123456 football123 baseball123 princess123 sunshine123 superman123 dragon12345
  monkey12345 changeme123 trustno1234 whatever123 unbelievable basketball abcdefghij abcdef123456 abc1234567
  abcd1234567 aa12345678 a123456789 123456789a 123456789q 12345678910 123456789012 1111111111a 123qweasdzxc
  qazwsxedcrfv zaq12wsxcde3 starwars123 pokemon123 liverpool1 manchester liverpool123 chocolate1`.split(
    /\s+/,
  ),
)

/** How many characters in a row make a run: 12345, abcde, 54321. */
const runLengthMin = 5

/** Whether a password is among those tried first: on a list, of hardly any different characters, or only of runs. */
export function isObvious(password: string): boolean {
  const plain = password.toLowerCase()
  return triedFirst.has(plain) || new Set(plain).size < 4 || withoutRuns(plain).length < 3
}

/** Whether a password is little more than a part of its own email address. */
export function isMadeOfAddress(password: string, email: string): boolean {
  const owner = email.toLowerCase().split('@')[0] ?? ''
  const plain = password.toLowerCase()
  return owner.length >= 3 && plain.includes(owner) && plain.replaceAll(owner, '').length < 6
}

/** The text without runs, up or down. */
function withoutRuns(text: string): string {
  const codes = [...text].map((character) => character.codePointAt(0)!)
  let left = ''
  for (let start = 0; start < codes.length; ) {
    const end = Math.max(runEnd(codes, start, 1), runEnd(codes, start, -1))
    if (end - start < runLengthMin) left += String.fromCodePoint(codes[start]!)
    start = end - start < runLengthMin ? start + 1 : end
  }
  return left
}

function runEnd(codes: readonly number[], start: number, step: number): number {
  let end = start + 1
  while (end < codes.length && codes[end] === codes[end - 1]! + step) end += 1
  return end
}
