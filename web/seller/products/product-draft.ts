import { isBlank } from '../../../shared/blank.ts'
import { parseMajor, toMajor } from '../../../shared/money.ts'
import { limits } from '../../../shared/protocol/limits.ts'
import type { Product } from '../../../shared/protocol/shapes.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'

/** A product as it stands in a form: as typed. */
export interface ProductDraft {
  name: string
  price: string
  stock: string
  description: string
  category: string
  limit: string
  hidden: boolean
  accountsOnly: boolean
  /** The hash of a picture that the server has. */
  image: string | null
}

export type DraftErrors = Partial<Record<keyof ProductDraft, string>>

/** What the form says, checked, without the stock. */
export type DraftFields = Pick<
  Product,
  'name' | 'price' | 'description' | 'category' | 'limitPerBuyer' | 'accountsOnly' | 'status' | 'image'
>

export const emptyDraft: ProductDraft = {
  name: '',
  price: '',
  stock: '',
  description: '',
  category: '',
  limit: '',
  hidden: false,
  accountsOnly: false,
  image: null,
}

export const draftOf = (product: Product, digits: number): ProductDraft => ({
  name: product.name,
  price: toMajor(product.price, digits),
  stock: String(product.stock),
  description: product.description,
  category: product.category ?? '',
  limit: product.limitPerBuyer === null ? '' : String(product.limitPerBuyer),
  hidden: product.status === 'hidden',
  accountsOnly: product.accountsOnly ?? false,
  image: product.image,
})

type Checked = { fields: DraftFields; stock: number } | { errors: DraftErrors }

/** Checks what was typed; `digits` are those of the currency. */
export function checkDraft(draft: ProductDraft, digits: number): Checked {
  const said = sellerTexts.product
  const errors: DraftErrors = {}
  const name = draft.name.trim()
  if (isBlank(name)) errors.name = said.nameMissing
  else if ([...name].length > limits.nameCodePointsMax) errors.name = said.nameLong
  const price = parseMajor(draft.price, digits)
  if (price === null || price > limits.priceMax) errors.price = said.priceWrong(toMajor(1250, digits))
  const stock = wholeIn(draft.stock, 0, limits.stockMax)
  if (stock === null) errors.stock = said.wholeWrong
  const category = draft.category.trim()
  if ([...category].length > limits.categoryCodePointsMax) errors.category = said.categoryLong
  const limitPerBuyer = draft.limit.trim() === '' ? null : wholeIn(draft.limit, 1, limits.quantityMax)
  if (draft.limit.trim() !== '' && limitPerBuyer === null) errors.limit = said.limitWrong
  if (Object.keys(errors).length > 0 || price === null || stock === null) return { errors }
  const { description, hidden, accountsOnly, image } = draft
  const status = hidden ? 'hidden' : 'listed'
  return {
    fields: {
      name,
      price,
      description,
      category: isBlank(category) ? null : category,
      limitPerBuyer,
      accountsOnly,
      status,
      image,
    },
    stock,
  }
}

function wholeIn(typed: string, min: number, max: number): number | null {
  const text = typed.trim()
  if (!/^\d{1,10}$/.test(text)) return null
  const number = Number(text)
  return number >= min && number <= max ? number : null
}
