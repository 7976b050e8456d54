import { expect, test } from 'vitest'
import { withoutStyleAttributes } from '../../web/first-paint/style-attributes.ts'

test('[first paint] style attributes become rules with the nonce, one for all that are the same', () => {
  const html = '<i style="--hue:20"></i><b style="transform:scaleX(0.5)"></b><i style="--hue:20"></i>'
  expect(withoutStyleAttributes(html, 'n')).toBe(
    '<style nonce="n">#first-paint [data-style="0"]{--hue:20}#first-paint [data-style="1"]{transform:scaleX(0.5)}</style>' +
      '<i data-style="0"></i><b data-style="1"></b><i data-style="0"></i>',
  )
  expect(withoutStyleAttributes('<p>style=&quot;color:red&quot;</p>', 'n')).toBe(
    '<p>style=&quot;color:red&quot;</p>',
  )
})

test('[G13] a style attribute cannot end the rule that it becomes', () => {
  for (const hostile of ['a:b}*{c:d', 'a:&lt;/style&gt;', '</style><script>', 'a:b\\7d'])
    expect(withoutStyleAttributes(`<i style="${hostile}"></i>`, 'n')).toBe('<i></i>')
})
