import { Button, Group, Input } from '@mantine/core'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import type { Product } from '../../../shared/protocol/shapes.ts'
import { useMoney } from '../../store/hooks.ts'
import { Icon } from '../../ui/icons.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { StatusLabel } from '../../ui/status-label.tsx'
import { sellerRefusal } from '../shell/refusal-text.ts'
import { useEdit, useSellerTools } from '../shell/seller-tools.ts'
import { useMay } from '../shell/use-may.ts'
import { type Edit, type Field, isTrouble, type Trouble } from './edits.ts'
import { checkField, draftOf, useCurrency, useCurrencyDigits } from './product-draft.ts'
import styles from './product-table.module.css'

const said = sellerTexts.edits

export interface EditableFieldProps {
  product: Product
  field: Exclude<Field, 'status'>
  /** Shown instead of the plain value, such as a link. */
  children?: ReactNode
}

/**
 * A value that is edited in place: Enter or leaving it saves, Escape cancels. A value that is being saved is shown at
 * once, marked as pending; `EditTrouble` reports a failure.
 */
export function EditableField({ product, field, children }: EditableFieldProps) {
  const [base, setBase] = useState<Product | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const textOf = useFieldText(field)
  const pending = usePendingEdit(product.id, field)
  const mayEdit = useMay()('products', product.shopId)
  const close = (refocus: boolean) => {
    setBase(null)
    if (refocus) requestAnimationFrame(() => button.current?.focus())
  }
  if (base) return <FieldInput product={base} field={field} onClose={close} />
  const unsure = pending?.kind === 'saving' || pending?.kind === 'waiting'
  const shown = textOf({ ...product, ...pending?.changes })
  return (
    <span className={styles.field} data-field={field} data-pending={unsure || undefined}>
      {children && !pending ? children : <span className={styles.value}>{shown}</span>}
      {unsure && <Icon name="clock" size={16} />}
      {mayEdit && (
        <button
          ref={button}
          type="button"
          className={styles.pencil}
          aria-label={sellerTexts.table.editField(sellerTexts.table.fields[field], product.name)}
          onClick={() => setBase(product)}
        >
          <Icon name="edit" size={16} />
        </button>
      )}
    </span>
  )
}

interface FieldInputProps extends Omit<EditableFieldProps, 'children'> {
  onClose: (refocus: boolean) => void
}

/** Edits `product` as it was when editing began. */
function FieldInput({ product, field, onClose }: FieldInputProps) {
  const { edits } = useSellerTools()
  const digits = useCurrencyDigits()
  const currency = useCurrency()
  const [typed, setTyped] = useState(() => draftOf(product, digits)[field] ?? '')
  const input = useRef<HTMLInputElement>(null)
  const closed = useRef(false)
  useEffect(() => input.current?.select(), [])
  const { wrong, value } = checkField(field, typed, digits, currency)
  const finish = (how: 'enter' | 'leave' | 'escape') => {
    const saves = how !== 'escape'
    if (closed.current || (saves && wrong)) return
    closed.current = true
    if (saves && value !== product[field]) void edits.save(product, field, { [field]: value })
    onClose(how !== 'leave')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') finish('enter')
    if (event.key === 'Escape') finish('escape')
  }
  return (
    <div className={styles.editing}>
      <Input
        ref={input}
        size="sm"
        miw="6rem"
        styles={{ input: { textAlign: field === 'price' ? 'end' : 'start' } }}
        value={typed}
        inputMode={field === 'price' ? 'decimal' : 'text'}
        aria-label={sellerTexts.table.editField(sellerTexts.table.fields[field], product.name)}
        error={wrong !== undefined}
        list={field === 'category' ? 'categories' : undefined}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={() => finish('leave')}
      />
      {wrong && (
        <span className={styles.wrong} role="alert">
          {wrong}
        </span>
      )}
    </div>
  )
}

/** The fields of a product whose last edit was not saved. */
export function useTroubles(productId: number): Field[] {
  const edits = {
    name: useEdit(productId, 'name'),
    price: useEdit(productId, 'price'),
    category: useEdit(productId, 'category'),
    status: useEdit(productId, 'status'),
  }
  return (Object.keys(edits) as Field[]).filter((field) => isTrouble(edits[field]))
}

/** Says why an edit was rolled back. On a conflict it shows the other value and lets the user choose. */
export function EditTrouble({ product, field }: { product: Product; field: Field }) {
  const { edits } = useSellerTools()
  const edit = useEdit(product.id, field)
  const textOf = useFieldText(field)
  if (!isTrouble(edit)) return null
  const isConflict = edit.kind === 'conflict'
  return (
    <Group gap="xs" py="xs" role="alert">
      <StatusLabel tone={isConflict ? 'warn' : 'bad'}>{sentence(edit, field, textOf, product)}</StatusLabel>
      {isConflict && (
        <Button
          size="compact-sm"
          variant="outline"
          onClick={() => edits.save(edit.theirs, field, edit.changes)}
        >
          {said.useMine}
        </Button>
      )}
      <Button size="compact-sm" variant="subtle" onClick={() => edits.dismiss(product.id, field)}>
        {isConflict ? said.keepTheirs : said.dismiss}
      </Button>
    </Group>
  )
}

function sentence(
  edit: Trouble,
  field: Field,
  textOf: (product: Product) => string,
  product: Product,
): string {
  const name = sellerTexts.table.fields[field]
  const mine = textOf({ ...product, ...edit.changes })
  if (edit.kind === 'refused') return said.refused(name, mine, sellerRefusal(edit.refusal))
  const theirs = textOf(edit.theirs)
  return theirs === mine || edit.theirs[field] === undefined
    ? said.conflictElsewhere(name, mine)
    : said.conflict(name, theirs, mine)
}

/** The edit of a field, unless it failed; its value is shown already. */
export function usePendingEdit(productId: number, field: Field): Edit | null {
  const edit = useEdit(productId, field)
  return edit && !isTrouble(edit) ? edit : null
}

/** Formats a field's value for display. */
function useFieldText(field: Field): (product: Product) => string {
  const money = useMoney()
  return (product) => {
    if (field === 'price') return money(product.price)
    if (field === 'status') return sellerTexts.table[product.status]
    return product[field] ?? '–'
  }
}
