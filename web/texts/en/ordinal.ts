import { grouped } from '../../ui/plurals.ts'

const ordinals = new Intl.PluralRules('en', { type: 'ordinal' })
const endings: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' }

/** "87th". */
export const ordinal = (count: number): string => grouped(count) + (endings[ordinals.select(count)] ?? 'th')
