import { parseCookie } from 'cookie'
import type { FastifyRequest } from 'fastify'
import { chooseLanguage, type Language, languageCookie } from '../../shared/language.ts'

/** The language of `?lang=`, of the reader's choice, or of the browser, as the page itself decides it. */
export function languageOfReader({ url, headers }: FastifyRequest, offered: readonly Language[]): Language {
  const asked = new URLSearchParams(url.split('?')[1]).get('lang')
  const remembered = parseCookie(headers.cookie ?? '')[languageCookie]
  return chooseLanguage([asked, remembered, ...preferredOf(headers['accept-language'] ?? '')], offered)
}

/** The locales that a reader's browser asks for, the preferred one first. */
export const wantedLocales = ({ headers }: FastifyRequest): string[] =>
  preferredOf(headers['accept-language'] ?? '')

/** "de", "en" of `en;q=0.8, de`: the languages of a header, the preferred one first. */
const preferredOf = (header: string): string[] =>
  header
    .slice(0, 200)
    .split(',')
    .map((each) => {
      const [tag = '', weight = ''] = each.trim().split(/\s*;\s*q=/)
      return { tag, weight: weight === '' ? 1 : Number(weight) || 0 }
    })
    .sort((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag)
