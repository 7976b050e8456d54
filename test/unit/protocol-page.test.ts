import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { shopRights } from '../../shared/catalog/staff.ts'
import { buyerEvents, sellerEvents } from '../../shared/protocol/events.ts'
import { limits } from '../../shared/protocol/limits.ts'
import { refusalSentences } from '../../shared/refusals.ts'
import { fieldsOf, pageSchemas, refusalSchemas } from '../support/properties/page-schemas.ts'

/** `shared/protocol/README.md` must match the schemas, since others write clients from it. */

const page = readFileSync(new URL('../../shared/protocol/README.md', import.meta.url), 'utf8')

/** The page's JSON blocks, by the name behind ```json. */
const examples = [...page.matchAll(/^```json (.+)\n([\s\S]*?)^```$/gm)].map(([, name = '', text = '']) => ({
  name,
  value: JSON.parse(text) as Record<string, unknown>,
}))
const namesShown = new Set(examples.map(({ name }) => name))

/** The text between the blocks. */
const prose = page.replace(/^```[\s\S]*?^```$/gm, '')

describe('the examples', () => {
  test('[protocol] every block of JSON is valid, and names its schema', () => {
    expect(page.match(/^```json/gm)).toHaveLength(examples.length)
    expect([...namesShown].filter((name) => !pageSchemas.has(name))).toEqual([])
  })

  test('[protocol] everything that has a schema has an example', () => {
    expect([...pageSchemas.keys()].filter((name) => !namesShown.has(name))).toEqual([])
  })

  test.for(examples)('[protocol] $name equals what its schema makes of it', ({ name, value }) => {
    expect(pageSchemas.get(name)?.parse(value)).toEqual(value)
  })

  test.for([
    ...Object.entries(buyerEvents).map(([event, schema]) => [`buyer ${event}`, schema] as const),
    ...Object.entries(sellerEvents).map(([event, schema]) => [`seller ${event}`, schema] as const),
  ])('[protocol] %s is shown with every field that it may have', ([name, schema]) => {
    const shown = examples.filter((example) => example.name === name)
    const fields = new Set(shown.flatMap(({ value }) => Object.keys(value)))
    expect([...fields].sort()).toEqual(fieldsOf(schema).sort())
  })
})

describe('the refusals', () => {
  const codes = Object.keys(refusalSentences) as (keyof typeof refusalSentences)[]

  test.for(codes)('[protocol] %s is shown with its own code and sentence', (code) => {
    const shown = examples.find(({ name }) => name === `refusal ${code}`)
    expect(shown?.value).toMatchObject({ code, message: expect.stringContaining(refusalSentences[code]) })
  })

  test('[protocol] are in order of precedence', () => {
    const inOrder = examples.flatMap(({ name }) => /^refusal (.+)/.exec(name)?.[1] ?? [])
    expect(inOrder).toEqual(codes)
    expect(Object.keys(refusalSchemas)).toEqual(codes)
  })
})

describe('the roles', () => {
  test('[protocol] the table of rights matches what each role may do', () => {
    const rows = [...prose.matchAll(/^\| `(\w+)` +\| .+ \| (owner[a-z, ]*?) +\|$/gm)]
    const shown = rows.map(([, right, who = '']) => [right, who.split(', ')])
    expect(Object.fromEntries(shown)).toEqual(shopRights)
  })
})

describe('the numbers', () => {
  const numberOf = (text: string): number => Number(text.replaceAll(',', ''))

  test('[protocol] the table of limits matches the code', () => {
    const rows = [...prose.matchAll(/^\| `(\w+)` +\| ([\d,]+) +\|/gm)]
    expect(Object.fromEntries(rows.map(([, name, value = '']) => [name, numberOf(value)]))).toEqual(limits)
  })

  test('[protocol] every large number is a limit, a status or a timestamp', () => {
    const known = new Set<number>([...Object.values(limits), 1970])
    const numbers = [...prose.matchAll(/(?<![\w.])\d[\d,]*\d(?![\w.])/g)].map(([text]) => numberOf(text))
    const large = numbers.filter((number) => number >= 1_000)
    expect(large.length).toBeGreaterThan(10)
    expect(large.filter((number) => !known.has(number))).toEqual([])
  })

  test('[protocol] timeouts, resuming and codes are described consistently', () => {
    expect(prose).toContain(`At least every ${limits.silenceMsMax / 1_000} s something comes`)
    expect(prose).toContain(`at most ${limits.resumeEntriesMax.toLocaleString('en')} entries behind`)
  })
})

test('[protocol] links within the page work', () => {
  const anchors = new Set(
    [...page.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    ),
  )
  const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor)
  expect(links.filter((anchor) => !anchors.has(anchor!))).toEqual([])
})
