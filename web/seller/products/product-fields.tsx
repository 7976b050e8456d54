import { Checkbox, Textarea, TextInput } from '@mantine/core'
import { limits } from '../../../shared/protocol/limits.ts'
import { useMarketInfo } from '../../store/hooks.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { OtherLanguages } from './other-languages.tsx'
import { PictureField } from './pictures/picture-field.tsx'
import type { DraftErrors, ProductDraft } from './product-draft.ts'
import styles from './product-form.module.css'

export interface ProductFieldsProps {
  draft: ProductDraft
  errors: DraftErrors
  onChange: (changes: Partial<ProductDraft>) => void
  /** The stock is only set when a product is listed; later it has its ledger. */
  withStock: boolean
  shopId: number
}

const said = sellerTexts.product
const { labels } = said
const optional = (label: string): string => `${label} (${sellerTexts.optional})`

/** The fields of a product, in the order in which sellers think of them. */
export function ProductFields({ draft, errors, onChange, withStock, shopId }: ProductFieldsProps) {
  const currency = useMarketInfo()?.currency ?? ''
  const text = (field: keyof typeof labels | 'stock') => ({
    value: draft[field] ?? '',
    error: errors[field],
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ [field]: event.currentTarget.value }),
  })
  return (
    <>
      <TextInput label={labels.name} data-autofocus autoComplete="off" {...text('name')} />
      <div className={styles.pair}>
        <TextInput
          label={said.price(currency)}
          description={said.priceHelp}
          inputMode="decimal"
          autoComplete="off"
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          {...text('price')}
        />
        {withStock && (
          <TextInput label={said.stock} inputMode="numeric" autoComplete="off" {...text('stock')} />
        )}
      </div>
      <TextInput
        label={optional(labels.sku)}
        autoComplete="off"
        maxLength={limits.skuCodePointsMax}
        {...text('sku')}
      />
      <Textarea label={optional(labels.description)} autosize={false} rows={3} {...text('description')} />
      <OtherLanguages
        content={draft.content ?? {}}
        error={errors.content}
        onChange={(content) => onChange({ content })}
      />
      <div className={styles.pair}>
        <TextInput label={optional(labels.category)} list="categories" {...text('category')} />
        <TextInput
          label={optional(labels.limitPerBuyer)}
          inputMode="numeric"
          autoComplete="off"
          {...text('limitPerBuyer')}
        />
      </div>
      <PictureField
        shopId={shopId}
        category={draft.category ?? null}
        image={draft.image ?? null}
        onChange={(image) => onChange({ image })}
      />
      <Checkbox
        label={said.accountsOnly}
        checked={draft.accountsOnly ?? false}
        onChange={(event) => onChange({ accountsOnly: event.currentTarget.checked })}
      />
      <Checkbox
        label={said.hidden}
        checked={draft.status === 'hidden'}
        onChange={(event) => onChange({ status: event.currentTarget.checked ? 'hidden' : 'listed' })}
      />
    </>
  )
}
