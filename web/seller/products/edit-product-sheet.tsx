import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Product } from '../../../shared/protocol/shapes.ts'
import { useMarketInfo } from '../../store/hooks.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { Sheet } from '../../ui/sheet.tsx'
import { MutationStatus } from '../shell/mutation-status.tsx'
import { isUnderWay, useCommand } from '../shell/use-command.ts'
import { errorsOf } from './new-product-sheet.tsx'
import { checkDraft, type DraftErrors, type DraftFields, draftOf } from './product-draft.ts'
import { ProductFields } from './product-fields.tsx'
import styles from './product-form.module.css'

const said = sellerTexts.product
const { labels } = said

export interface EditProductSheetProps {
  product: Product
  opened: boolean
  onClose: () => void
}

/** Edits all of a product but its stock. Changes by others are shown, and only overwritten on request. */
export const EditProductSheet = ({ product, opened, onClose }: EditProductSheetProps) => (
  <Sheet opened={opened} onClose={onClose} title={said.editTitle}>
    <EditProductForm product={product} onClose={onClose} />
  </Sheet>
)

function EditProductForm({ product, onClose }: { product: Product; onClose: () => void }) {
  const digits = useMarketInfo()?.currencyDigits ?? 2
  /** The product as it was when the form opened. */
  const [base, setBase] = useState(product)
  const [draft, setDraft] = useState(() => draftOf(product, digits))
  const [errors, setErrors] = useState<DraftErrors>({})
  const { mutation, send, reset } = useCommand('product:update')
  const refusal = mutation.kind === 'refused' ? mutation.refusal : null
  const theirs = refusal?.code === 'conflict' ? refusal.product : undefined
  const save = async (onto: Product) => {
    const checked = checkDraft(draft, digits)
    setErrors('errors' in checked ? checked.errors : {})
    if ('errors' in checked) return
    const changes = changed(onto, checked.fields)
    const reply = await send({ productId: onto.id, shopId: onto.shopId, ifSeq: onto.seq, ...changes })
    if (reply) onClose()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save(base)
  }
  const takeTheirs = (product: Product) => {
    setBase(product)
    setDraft(draftOf(product, digits))
    reset()
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <ProductFields
        draft={draft}
        errors={refusal ? { ...errors, ...errorsOf(refusal) } : errors}
        onChange={(changes) => setDraft((before) => ({ ...before, ...changes }))}
        withStock={false}
        shopId={base.shopId}
      />
      {theirs ? (
        <Conflict
          base={base}
          theirs={theirs}
          onMine={() => void save(theirs)}
          onTheirs={() => takeTheirs(theirs)}
        />
      ) : (
        <>
          <MutationStatus mutation={mutation} />
          <Button type="submit" loading={isUnderWay(mutation)}>
            {sellerTexts.save}
          </Button>
        </>
      )}
    </form>
  )
}

interface ConflictProps {
  base: Product
  theirs: Product
  onMine: () => void
  onTheirs: () => void
}

function Conflict({ base, theirs, onMine, onTheirs }: ConflictProps) {
  const digits = useMarketInfo()?.currencyDigits ?? 2
  const before = draftOf(base, digits)
  const now = draftOf(theirs, digits)
  const fields = (Object.keys(labels) as (keyof typeof labels)[]).filter(
    (field) => before[field] !== now[field],
  )
  return (
    <div className={styles.conflict} role="alert">
      <p>{said.conflict}</p>
      <dl>
        {fields.map((field) => (
          <div key={field} className={styles.different}>
            <dt>{labels[field]}</dt>
            <dd>{now[field] || '–'}</dd>
          </div>
        ))}
      </dl>
      <div className={styles.buttons}>
        <Button size="sm" variant="outline" onClick={onTheirs}>
          {said.conflictTheirs}
        </Button>
        <Button size="sm" variant="outline" onClick={onMine}>
          {said.conflictMine}
        </Button>
      </div>
    </div>
  )
}

/** Only the changed fields, so that an edit of the name does not restore an old price. */
const changed = (product: Product, fields: DraftFields): Partial<DraftFields> =>
  Object.fromEntries(
    Object.entries(fields).filter(([field, value]) => product[field as keyof DraftFields] !== value),
  )
