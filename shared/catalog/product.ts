import { z } from 'zod/mini'
import { type Language, languages } from '../language.ts'
import { limits } from '../protocol/limits.ts'
import { line } from '../protocol/text.ts'
import { content, type Translation } from './content.ts'
import { translatedFields } from './translations.ts'
import { image, name, price, quantity, stock, text } from './values.ts'

/**
 * What a seller sets when listing a product. Messages, events, commands, state, views, CSV and forms all derive their
 * fields from this declaration. Its order is that of the fields in the journal and on the wire.
 */
export const productListing = z.object({
  name,
  /** The seller's own code for it. */
  sku: z.nullable(line(1, limits.skuCodePointsMax)),
  description: text,
  content,
  category: z.nullable(line(1, limits.categoryCodePointsMax)),
  image: z.nullable(image),
  price,
  stock,
  limitPerBuyer: z.nullable(quantity),
  /** Guests cannot buy it. */
  accountsOnly: z.boolean(),
  status: z.enum(['listed', 'hidden'], 'must be listed or hidden'),
})
export type ProductListing = z.infer<typeof productListing>

/** What a seller can edit later: stock changes by restocks, counts and orders only. */
export const productFields = z.omit(productListing, { stock: true })
export type ProductFields = z.infer<typeof productFields>
export type ProductField = keyof ProductFields
export type ProductChanges = Partial<ProductFields>

type RequiredField = 'name' | 'price' | 'stock'

/** The values of fields that are not given when a product is listed. */
export const productDefaults: Omit<ProductListing, RequiredField> = {
  sku: null,
  description: '',
  content: {},
  category: null,
  image: null,
  limitPerBuyer: null,
  accountsOnly: false,
  status: 'listed',
}

/** A product to list: fields with a default may be left out. */
export type NewProduct = Pick<ProductListing, RequiredField> & {
  [Field in keyof typeof productDefaults]?: ProductListing[Field] | undefined
}

const listingKeys = Object.keys(productListing.shape) as (keyof ProductListing)[]

/** All fields of a new product, in the order of the catalog. */
export const listingOf = (product: NewProduct): ProductListing => {
  const defaults: Partial<ProductListing> = productDefaults
  return Object.fromEntries(listingKeys.map((key) => [key, product[key] ?? defaults[key]])) as ProductListing
}

/** The values that each kind of CSV cell can hold. */
interface CellValues {
  text: string | null
  number: number | null
  /** Money, in major units. */
  amount: number
  choice: string
  'yes or no': boolean
}
type CellKind<Value> = {
  [Kind in keyof CellValues]: [Value] extends [CellValues[Kind]] ? Kind : never
}[keyof CellValues]

/** The fields that have a column of their own. */
export type CellField = Exclude<ProductField, 'content'>

type OwnColumn = CellField | 'stock' | 'productId' | 'restock'
/** A text in another language: `name:de`. */
export type ContentColumn = `${keyof Translation}:${Language}`
export type CsvColumn = OwnColumn | ContentColumn

/** The columns of the product CSV in the order of the export. Those with null have rules of their own in `server/csv`. */
export const csvColumns: {
  readonly [Column in OwnColumn]: Column extends CellField ? CellKind<ProductFields[Column]> : null
} = {
  productId: null,
  name: 'text',
  description: 'text',
  category: 'text',
  price: 'amount',
  stock: null,
  restock: null,
  limitPerBuyer: 'number',
  status: 'choice',
  image: 'text',
  accountsOnly: 'yes or no',
  sku: 'text',
}
export const csvColumnNames = Object.keys(csvColumns) as OwnColumn[]
export const isOwnColumn = (column: CsvColumn): column is OwnColumn => column in csvColumns

/** The columns of texts in other languages, which an export has only if one of its products has such a text. */
export const contentColumns: readonly {
  column: ContentColumn
  language: Language
  field: keyof Translation
}[] = languages.flatMap((language) =>
  translatedFields.map((field) => ({ column: `${field}:${language}` as const, language, field })),
)
