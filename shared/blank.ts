/** A visible character: no white space, not ignorable, and no blank letter (a braille cell, a null note). */
const visible =
  /[^\p{Cc}\p{Z}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb\u{13430}-\u{13440}\u{1d159}]/u

/** Whether a text shows nothing. It may still have characters, such as U+200B. */
export const isBlank = (text: string): boolean => !visible.test(text)
