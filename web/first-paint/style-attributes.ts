/** What a style sheet may contain without a meaning of its own outside a declaration. */
const plain = /^[\w\-#%.,:;()/ !]*$/

/**
 * HTML that React wrote, with its style attributes as rules of a style with the page's nonce: the content policy allows
 * no attributes. Declarations with other than plain characters are left to the app.
 */
export function withoutStyleAttributes(html: string, nonce: string): string {
  const numbers = new Map<string, number>()
  // React escapes quotes in all texts, so this can be nothing but an attribute.
  const marked = html.replace(/ style="([^"]*)"/g, (_attribute, declarations: string) => {
    if (!plain.test(declarations)) return ''
    const number = numbers.get(declarations) ?? numbers.size
    numbers.set(declarations, number)
    return ` data-style="${number}"`
  })
  if (numbers.size === 0) return marked
  const rules = [...numbers].map(([declarations, number]) => rule(number, declarations))
  return `<style nonce="${nonce}">${rules.join('')}</style>${marked}`
}

/** An attribute's precedence over the rules of classes needs an id. */
const rule = (number: number, declarations: string): string =>
  `#first-paint [data-style="${number}"]{${declarations}}`
