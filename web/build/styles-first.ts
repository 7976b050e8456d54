import type { Plugin } from 'vite'

const link = /\s*<link rel="stylesheet"[^>]*>/
const scripts = '<script type="module"'

/** Names the style sheet before the scripts, so that it has the first connection: nothing is painted before it has come. */
export const stylesFirst = (): Plugin => ({
  name: 'souk:styles-first',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(html) {
      const [styles] = link.exec(html) ?? []
      if (!styles) throw new Error('the page has no style sheet')
      return html.replace(styles, '').replace(scripts, `${styles.trim()}\n    ${scripts}`)
    },
  },
})
