import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

const link = /<link rel="stylesheet"[^>]* href="\/(assets\/[^"]+)">/

/** The pages' style sheet, which is one for all: the link to it, and what it contains. */
export interface PageStyles {
  link: string
  css: string
}

/** The styles themselves, and their file when nothing else is left to load: the next page links it. */
export const stylesInPage = ({ link, css }: PageStyles, nonce: string): string =>
  `<style nonce="${nonce}">${css}</style>${link.replace('rel="stylesheet"', 'rel="prefetch" as="style"')}`

/** The style sheet that a page links; null for a page without one. */
export async function readStyles(folder: string, html: string): Promise<PageStyles | null> {
  const [found, file] = link.exec(html) ?? []
  if (!found || !file) return null
  const css = await readFile(join(folder, file), 'utf8')
  if (css.includes('</')) throw new Error(`${file} could end the element that it is written into`)
  return { link: found, css }
}

/**
 * A browser that has not been here would wait for the network once more before it paints, so its page contains the
 * styles. Others have them, and in a rush nobody's page does: it takes the server longer to compress.
 */
export class FirstVisits {
  readonly #max: number
  #underWay = 0

  constructor(max: number) {
    this.#max = max
  }

  get areFew(): boolean {
    return this.#underWay < this.#max
  }

  async send<Sent>(sending: () => Promise<Sent>): Promise<Sent> {
    this.#underWay += 1
    try {
      return await sending()
    } finally {
      this.#underWay -= 1
    }
  }
}
