import { Button, NativeSelect } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Product } from '../../../shared/protocol/shapes.ts'
import type { Refusal } from '../../../shared/refusals.ts'
import { useMarketInfo } from '../../store/hooks.ts'
import { announce } from '../../ui/announcements.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { Sheet } from '../../ui/sheet.tsx'
import { StatusLabel } from '../../ui/status-label.tsx'
import { MutationStatus } from '../shell/mutation-status.tsx'
import { isUnderWay, useCommand } from '../shell/use-command.ts'
import { useShopChoice } from '../shell/use-shop-choice.ts'
import { checkDraft, type DraftErrors, emptyDraft } from './product-draft.ts'
import { ProductFields } from './product-fields.tsx'
import styles from './product-form.module.css'

const said = sellerTexts.product

export interface NewProductSheetProps {
  opened: boolean
  onClose: () => void
  /** Called after each product. */
  onCreated: () => void
}

/** Adds a product. The outcome replaces the form and offers to add another. */
export function NewProductSheet({ opened, onClose, onCreated }: NewProductSheetProps) {
  const [created, setCreated] = useState<Product | null>(null)
  const close = () => {
    setCreated(null)
    onClose()
  }
  return (
    <Sheet opened={opened} onClose={close} title={said.createTitle}>
      {created ? (
        <Created product={created} onAnother={() => setCreated(null)} onClose={close} />
      ) : (
        <NewProductForm
          onCreated={(product) => {
            setCreated(product)
            onCreated()
          }}
        />
      )}
    </Sheet>
  )
}

function NewProductForm({ onCreated }: { onCreated: (product: Product) => void }) {
  const { all, one } = useShopChoice()
  const digits = useMarketInfo()?.currencyDigits ?? 2
  const [shopId, setShopId] = useState(one?.id ?? all[0]?.id ?? 1)
  const [draft, setDraft] = useState(emptyDraft)
  const [errors, setErrors] = useState<DraftErrors>({})
  const { mutation, send } = useCommand('product:create')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (isUnderWay(mutation)) return
    const checked = checkDraft(draft, digits)
    setErrors('errors' in checked ? checked.errors : {})
    if ('errors' in checked) return
    const reply = await send({ ...checked.fields, stock: checked.stock, shopId })
    if (!reply) return
    announce(said.created(reply.product.name, reply.product.status === 'listed'))
    onCreated(reply.product)
  }
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      {all.length > 1 && (
        <NativeSelect
          label={said.shop}
          value={shopId}
          onChange={(event) => setShopId(Number(event.currentTarget.value))}
          data={all.map(({ id, name }) => ({ value: String(id), label: name }))}
        />
      )}
      <ProductFields
        draft={draft}
        errors={mutation.kind === 'refused' ? { ...errors, ...errorsOf(mutation.refusal) } : errors}
        onChange={(changes) => setDraft((before) => ({ ...before, ...changes }))}
        withStock
        shopId={shopId}
      />
      <MutationStatus mutation={mutation} />
      <Button type="submit" loading={isUnderWay(mutation)}>
        {draft.status === 'hidden' ? said.createHidden : said.createButton}
      </Button>
    </form>
  )
}

interface CreatedProps {
  product: Product
  onAnother: () => void
  onClose: () => void
}

const Created = ({ product, onAnother, onClose }: CreatedProps) => (
  <div className={styles.form}>
    <StatusLabel tone="ok" icon="check">
      {said.created(product.name, product.status === 'listed')}
    </StatusLabel>
    <div className={styles.buttons}>
      <Button onClick={onClose} data-autofocus>
        {sellerTexts.done}
      </Button>
      <Button variant="outline" onClick={onAnother}>
        {said.another}
      </Button>
    </div>
  </div>
)

/** The server's errors, by field. */
export function errorsOf(refusal: Refusal): DraftErrors {
  if (refusal.code !== 'invalid') return {}
  return Object.fromEntries(refusal.issues.map(({ path, message }) => [path, message]))
}
