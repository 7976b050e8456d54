import { isBlank } from '../../../shared/blank.ts'
import type { NewProduct, ProductListing } from '../../../shared/catalog/product.ts'
import { parseMajor, toMajor } from '../../../shared/money.ts'
import { limits } from '../../../shared/protocol/limits.ts'
import type { Product } from '../../../shared/protocol/shapes.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'

type NumberField = 'price' | 'stock' | 'limitPerBuyer'

/** A product in a form: numbers as typed. Fields that are absent get the server's defaults. */
export type ProductDraft = Record<NumberField, string> & Partial<Omit<ProductListing, NumberField>>

export type DraftErrors = Partial<Record<keyof ProductDraft, string>>

/** What the form says, checked, without the stock. */
export type DraftFields = Omit<NewProduct, 'stock'>

export const emptyDraft: ProductDraft = { price: '', stock: '', limitPerBuyer: '' }

export const draftOf = (
  { id: _id, shopId: _shopId, createdAt: _createdAt, seq: _seq, ...fields }: Product,
  digits: number,
): ProductDraft => ({
  ...fields,
  price: toMajor(fields.price, digits),
  stock: String(fields.stock),
  limitPerBuyer: String(fields.limitPerBuyer ?? ''),
})

type Checked = { fields: DraftFields; stock: number } | { errors: DraftErrors }

/** Checks what was typed; `digits` are those of the currency. */
export function checkDraft(draft: ProductDraft, digits: number): Checked {
  const said = sellerTexts.product
  const errors: DraftErrors = {}
  const { name: typedName = '', category: typedCategory, ...others } = draft
  const name = typedName.trim()
  if (isBlank(name)) errors.name = said.nameMissing
  else if ([...name].length > limits.nameCodePointsMax) errors.name = said.nameLong
  const price = parseMajor(draft.price, digits)
  if (price === null || price > limits.priceMax) errors.price = said.priceWrong(toMajor(1250, digits))
  const stock = wholeIn(draft.stock, 0, limits.stockMax)
  if (stock === null) errors.stock = said.wholeWrong
  const category = typedCategory?.trim() || null
  if ([...(category ?? '')].length > limits.categoryCodePointsMax) errors.category = said.categoryLong
  const hasLimit = draft.limitPerBuyer.trim() !== ''
  const limitPerBuyer = hasLimit ? wholeIn(draft.limitPerBuyer, 1, limits.quantityMax) : null
  if (hasLimit && limitPerBuyer === null) errors.limitPerBuyer = said.limitWrong
  if (Object.keys(errors).length > 0 || price === null || stock === null) return { errors }
  const { stock: _, ...fields } = others
  return { fields: { ...fields, name, category, price, limitPerBuyer }, stock }
}

function wholeIn(typed: string, min: number, max: number): number | null {
  const text = typed.trim()
  if (!/^\d{1,10}$/.test(text)) return null
  const number = Number(text)
  return number >= min && number <= max ? number : null
}
