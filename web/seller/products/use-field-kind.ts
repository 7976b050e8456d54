import { isBlank } from '../../../shared/blank.ts'
import { parseMajor, toMajor } from '../../../shared/money.ts'
import { limits } from '../../../shared/protocol/limits.ts'
import type { Product } from '../../../shared/protocol/shapes.ts'
import { useMarketInfo, useMoney } from '../../store/hooks.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import type { Changes, Field } from './edits.ts'

/** How a field of a product is displayed, edited and parsed. */
export interface FieldKind {
  show: (product: Product) => string
  write: (product: Product) => string
  /** Parses typed text; null if it is invalid. */
  read: (typed: string) => Changes | null
  /** The error message for invalid text. */
  wrong: string
}

export function useFieldKind(field: Field): FieldKind {
  const money = useMoney()
  const digits = useMarketInfo()?.currencyDigits ?? 2
  const said = sellerTexts.product
  switch (field) {
    case 'price':
      return {
        show: ({ price }) => money(price),
        write: ({ price }) => toMajor(price, digits),
        read: (typed) => priceIn(typed, digits),
        wrong: said.priceWrong(toMajor(1250, digits)),
      }
    case 'name':
      return {
        show: ({ name }) => name,
        write: ({ name }) => name,
        read: (typed) => {
          const name = typed.trim()
          return !isBlank(name) && [...name].length <= limits.nameCodePointsMax ? { name } : null
        },
        wrong: said.nameMissing,
      }
    case 'category':
      return {
        show: ({ category }) => category ?? '–',
        write: ({ category }) => category ?? '',
        read: (typed) => {
          const category = typed.trim()
          return [...category].length <= limits.categoryCodePointsMax
            ? { category: isBlank(category) ? null : category }
            : null
        },
        wrong: said.categoryLong,
      }
    case 'status':
      return {
        show: ({ status }) => sellerTexts.table[status],
        write: ({ status }) => status,
        read: () => null,
        wrong: '',
      }
  }
}

function priceIn(typed: string, digits: number): Changes | null {
  const price = parseMajor(typed, digits)
  return price !== null && price <= limits.priceMax ? { price } : null
}
