import { useState } from 'react'
import { isBlank } from '../../../shared/blank.ts'
import type { Content, Translation } from '../../../shared/catalog/content.ts'
import type { NewProduct, ProductListing } from '../../../shared/catalog/product.ts'
import { translatedFields, withText } from '../../../shared/catalog/translations.ts'
import { languages } from '../../../shared/language.ts'
import { toMajor } from '../../../shared/money.ts'
import { limits } from '../../../shared/protocol/limits.ts'
import type { Product } from '../../../shared/protocol/shapes.ts'
import { latinDigits, parseTyped } from '../../../shared/typed-amount.ts'
import { useMarketInfo } from '../../store/hooks.ts'
import { leftWrong } from '../../ui/left-wrong.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import type { Mutation } from '../shell/use-command.ts'

const said = sellerTexts.product

type NumberField = 'price' | 'stock' | 'limitPerBuyer'

/** A product in a form: numbers as typed. Fields that are absent get the server's defaults. */
export type ProductDraft = Record<NumberField, string> & Partial<Omit<ProductListing, NumberField>>

export type DraftErrors = Partial<Record<keyof ProductDraft, string>>

/** The checked values of a form, without the stock. */
export type DraftFields = Omit<NewProduct, 'stock'>

const emptyDraft: ProductDraft = { price: '', stock: '', limitPerBuyer: '' }

export const useCurrency = (): string => useMarketInfo()?.currency ?? 'EUR'
export const useCurrencyDigits = (): number => useMarketInfo()?.currencyDigits ?? 2

/** A form for this product, or for a new one. Its errors include those with which the server refused `mutation`. */
export function useProductDraft(product: Product | null, mutation: Mutation) {
  const digits = useCurrencyDigits()
  const currency = useCurrency()
  const [draft, setDraft] = useState(() => (product ? draftOf(product, digits) : emptyDraft))
  const [errors, setErrors] = useState<DraftErrors>({})
  // What the server refused, as it was sent.
  const [sent, setSent] = useState(draft)
  const change = (changes: Partial<ProductDraft>) => {
    const next = { ...draft, ...changes }
    setDraft(next)
    const checked = checkDraft(next, digits, currency)
    setErrors(leftWrong(errors, 'errors' in checked ? checked.errors : {}))
  }
  /** The form's values, or null if one of them is wrong; then `errors` has why. */
  const check = () => {
    const checked = checkDraft(draft, digits, currency)
    setSent(draft)
    setErrors('errors' in checked ? checked.errors : {})
    return 'errors' in checked ? null : checked
  }
  const issues =
    mutation.kind === 'refused' && mutation.refusal.code === 'invalid' ? mutation.refusal.issues : []
  const isSame = (field: string) => draft[field as keyof ProductDraft] === sent[field as keyof ProductDraft]
  const refused = Object.fromEntries(
    issues.filter(({ path }) => isSame(path)).map(({ path, message }) => [path, message]),
  )
  return { draft, errors: { ...errors, ...refused }, change, check }
}

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
function checkDraft(draft: ProductDraft, digits: number, currency: string): Checked {
  const errors: DraftErrors = {}
  const { name: typedName = '', sku, category: typedCategory, stock: typedStock, ...others } = draft
  const name = typedName.trim()
  if (isBlank(name)) errors.name = said.nameMissing
  else if ([...name].length > limits.nameCodePointsMax) errors.name = said.nameLong
  const price = parseTyped(draft.price, digits, currency)
  if (price === null || price > limits.priceMax) errors.price = said.priceWrong(toMajor(1250, digits))
  const stock = wholeIn(typedStock, 0, limits.stockMax)
  if (stock === null) errors.stock = said.wholeWrong
  const category = nullIfBlank(typedCategory)?.trim() ?? null
  if ([...(category ?? '')].length > limits.categoryCodePointsMax) errors.category = said.categoryLong
  const content = tidied(draft.content ?? {})
  if (Object.values(content).some((texts) => texts && isTooLong(texts)))
    errors.content = said.otherLanguagesLong
  const hasLimit = draft.limitPerBuyer.trim() !== ''
  const limitPerBuyer = hasLimit ? wholeIn(draft.limitPerBuyer, 1, limits.quantityMax) : null
  if (hasLimit && limitPerBuyer === null) errors.limitPerBuyer = said.limitWrong
  if (Object.keys(errors).length > 0 || price === null || stock === null) return { errors }
  const fields = { ...others, name, sku: nullIfBlank(sku), content, category, price, limitPerBuyer }
  return { fields, stock }
}

/** Without blanks around the texts, and without texts that are blank. */
function tidied(drafted: Content): Content {
  let content: Content = {}
  for (const language of languages)
    for (const field of translatedFields)
      content = withText(content, language, field, nullIfBlank(drafted[language]?.[field])?.trim() ?? '')
  return content
}

const isTooLong = ({ name, description }: Translation): boolean =>
  [...name].length > limits.nameCodePointsMax || [...description].length > limits.textCodePointsMax

const nullIfBlank = (typed: string | null | undefined): string | null =>
  typed && !isBlank(typed) ? typed : null

/** Checks a field that is edited by itself: its value, or what is wrong with it. */
export function checkField(
  field: 'name' | 'price' | 'category',
  typed: string,
  digits: number,
  currency: string,
) {
  const others = { name: '-', price: '0', stock: '0', limitPerBuyer: '' }
  const checked = checkDraft({ ...others, [field]: typed }, digits, currency)
  if ('errors' in checked) return { wrong: checked.errors[field] }
  return { value: checked.fields[field] }
}

function wholeIn(typed: string, min: number, max: number): number | null {
  const text = latinDigits(typed).trim()
  if (!/^\d{1,10}$/.test(text)) return null
  const number = Number(text)
  return number >= min && number <= max ? number : null
}
