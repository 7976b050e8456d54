import { Button, Group, Stack } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { isSameContent } from '../../../shared/catalog/translations.ts'
import { languages } from '../../../shared/language.ts'
import type { Product } from '../../../shared/protocol/shapes.ts'
import { announce } from '../../ui/announcements.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { Sheet } from '../../ui/sheet.tsx'
import { StatusLabel } from '../../ui/status-label.tsx'
import { MutationStatus } from '../shell/mutation-status.tsx'
import { ShopSelect } from '../shell/shop-select.tsx'
import { isUnderWay, useCommand } from '../shell/use-command.ts'
import { useShopChoice } from '../shell/use-shop-choice.ts'
import { type DraftFields, draftOf, useCurrencyDigits, useProductDraft } from './product-draft.ts'
import { ProductFields } from './product-fields.tsx'
import styles from './product-form.module.css'

const said = sellerTexts.product
const { labels } = said

export interface NewProductSheetProps {
  opened: boolean
  onClose: () => void
  /** Called after each product. */
  onCreated: () => void
}

/** Adds a product. The outcome replaces the form and offers to add another. */
export const NewProductSheet = ({ opened, onClose, onCreated }: NewProductSheetProps) => (
  <Sheet opened={opened} onClose={onClose} title={said.createTitle}>
    <NewProduct onClose={onClose} onCreated={onCreated} />
  </Sheet>
)

function NewProduct({ onClose, onCreated }: Omit<NewProductSheetProps, 'opened'>) {
  const [created, setCreated] = useState<string | null>(null)
  if (created === null) {
    return (
      <NewProductForm
        onCreated={({ name, status }) => {
          const outcome = said.created(name, status === 'listed')
          announce(outcome)
          setCreated(outcome)
          onCreated()
        }}
      />
    )
  }
  return (
    <Stack>
      <StatusLabel tone="ok">{created}</StatusLabel>
      <Group gap="xs">
        <Button onClick={onClose} data-autofocus>
          {sellerTexts.done}
        </Button>
        <Button variant="outline" onClick={() => setCreated(null)}>
          {said.another}
        </Button>
      </Group>
    </Stack>
  )
}

function NewProductForm({ onCreated }: { onCreated: (product: Product) => void }) {
  const { all, one } = useShopChoice()
  const [shopId, setShopId] = useState(one?.id ?? all[0]?.id ?? 1)
  const { mutation, send } = useCommand('product:create')
  const { draft, errors, change, check } = useProductDraft(null, mutation)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const checked = isUnderWay(mutation) ? null : check()
    if (!checked) return
    const reply = await send({ ...checked.fields, stock: checked.stock, shopId })
    if (reply) onCreated(reply.product)
  }
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      {all.length > 1 && <ShopSelect label={said.shop} shops={all} shopId={shopId} onChange={setShopId} />}
      <ProductFields draft={draft} errors={errors} onChange={change} withStock shopId={shopId} />
      <MutationStatus mutation={mutation} />
      <Button type="submit" loading={isUnderWay(mutation)}>
        {draft.status === 'hidden' ? said.createHidden : said.createButton}
      </Button>
    </form>
  )
}

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
  const digits = useCurrencyDigits()
  /** The product as it was when the form opened. */
  const [base, setBase] = useState(product)
  const { mutation, send, reset } = useCommand('product:update')
  const { draft, errors, change, check } = useProductDraft(product, mutation)
  const refusal = mutation.kind === 'refused' ? mutation.refusal : null
  const theirs = refusal?.code === 'conflict' ? refusal.product : undefined
  const save = async (onto: Product) => {
    const checked = check()
    if (!checked) return
    const changes = changed(onto, checked.fields)
    const reply = await send({ productId: onto.id, shopId: onto.shopId, ifSeq: onto.seq, ...changes })
    if (reply) onClose()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save(base)
  }
  const take = (other: Product) => {
    setBase(other)
    change(draftOf(other, digits))
    reset()
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <ProductFields draft={draft} errors={errors} onChange={change} withStock={false} shopId={base.shopId} />
      {theirs ? (
        <Conflict
          base={base}
          theirs={theirs}
          onMine={() => void save(theirs)}
          onTheirs={() => take(theirs)}
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
  const digits = useCurrencyDigits()
  const before = draftOf(base, digits)
  const now = draftOf(theirs, digits)
  const fields = (Object.keys(labels) as (keyof typeof labels)[]).filter(
    (field) => before[field] !== now[field],
  )
  return (
    <Stack gap="xs" align="flex-start" p="sm" bg="var(--warn-tint)" bdrs="md" role="alert">
      <p>{said.conflict}</p>
      <dl className={styles.differences}>
        {fields.map((field) => (
          <div key={field}>
            <dt>{labels[field]}</dt>
            <dd>{now[field] || '–'}</dd>
          </div>
        ))}
        {!isSameContent(base.content, theirs.content) && (
          <div>
            <dt>{said.otherLanguages}</dt>
            <dd>
              {languages
                .map((language) => theirs.content[language]?.name)
                .filter(Boolean)
                .join(', ') || '–'}
            </dd>
          </div>
        )}
      </dl>
      <Group gap="xs">
        <Button size="sm" variant="outline" onClick={onTheirs}>
          {said.conflictTheirs}
        </Button>
        <Button size="sm" variant="outline" onClick={onMine}>
          {said.conflictMine}
        </Button>
      </Group>
    </Stack>
  )
}

/** Only the changed fields, so that an edit of the name does not restore an old price. */
const changed = (product: Product, fields: DraftFields): Partial<DraftFields> =>
  Object.fromEntries(
    Object.entries(fields).filter(([field, value]) =>
      field === 'content'
        ? !isSameContent(product.content, fields.content ?? {})
        : product[field as keyof DraftFields] !== value,
    ),
  )
