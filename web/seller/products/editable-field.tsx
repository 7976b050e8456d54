import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import type { Product } from '../../../shared/protocol/shapes.ts'
import { Icon } from '../../ui/icons.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { useEdit, useSellerTools } from '../shell/seller-tools.ts'
import styles from './editable-field.module.css'
import type { Changes, Field } from './edits.ts'
import { useFieldKind } from './use-field-kind.ts'

export interface EditableFieldProps {
  product: Product
  field: Exclude<Field, 'status'>
  /** Shown instead of the plain value, such as a link. */
  children?: ReactNode
  align?: 'start' | 'end'
}

/**
 * A value that is edited in place: Enter or leaving it saves, Escape cancels. A value that is being saved is shown at
 * once, marked as pending; `EditTrouble` reports a failure.
 */
export function EditableField({ product, field, children, align = 'start' }: EditableFieldProps) {
  const [base, setBase] = useState<Product | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const kind = useFieldKind(field)
  const edit = useEdit(product.id, field)
  const close = (refocus: boolean) => {
    setBase(null)
    if (refocus) requestAnimationFrame(() => button.current?.focus())
  }
  if (base) return <FieldInput product={base} field={field} align={align} onClose={close} />
  const pending = edit && edit.kind !== 'refused' && edit.kind !== 'conflict' ? edit : null
  const unsure = pending?.kind === 'saving' || pending?.kind === 'waiting'
  const shown = pending ? kind.show({ ...product, ...pending.changes }) : kind.show(product)
  return (
    <span className={styles.field} data-align={align} data-pending={unsure || undefined}>
      {children && !pending ? children : <span className={styles.value}>{shown}</span>}
      {unsure && <Icon name="clock" size={16} />}
      <button
        ref={button}
        type="button"
        className={styles.pencil}
        aria-label={sellerTexts.table.editField(sellerTexts.table.fields[field], product.name)}
        onClick={() => setBase(product)}
      >
        <Icon name="edit" size={16} />
      </button>
    </span>
  )
}

interface FieldInputProps {
  /** The product as it was when editing began. */
  product: Product
  field: Exclude<Field, 'status'>
  align: 'start' | 'end'
  onClose: (refocus: boolean) => void
}

function FieldInput({ product, field, align, onClose }: FieldInputProps) {
  const { edits } = useSellerTools()
  const kind = useFieldKind(field)
  const [typed, setTyped] = useState(() => kind.write(product))
  const input = useRef<HTMLInputElement>(null)
  const closed = useRef(false)
  useEffect(() => input.current?.select(), [])
  const changes = kind.read(typed)
  const finish = (how: 'enter' | 'leave' | 'escape') => {
    if (closed.current || (how !== 'escape' && changes === null)) return
    closed.current = true
    if (how !== 'escape' && changes && isChange(product, changes)) void edits.save(product, field, changes)
    onClose(how !== 'leave')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') finish('enter')
    if (event.key === 'Escape') finish('escape')
  }
  return (
    <span className={styles.editing}>
      <input
        ref={input}
        className={styles.input}
        data-align={align}
        value={typed}
        inputMode={field === 'price' ? 'decimal' : 'text'}
        aria-label={sellerTexts.table.editField(sellerTexts.table.fields[field], product.name)}
        aria-invalid={changes === null}
        list={field === 'category' ? 'categories' : undefined}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={() => finish('leave')}
      />
      {changes === null && (
        <span className={styles.wrong} role="alert">
          {kind.wrong}
        </span>
      )}
    </span>
  )
}

const isChange = (product: Product, changes: Changes): boolean =>
  Object.entries(changes).some(([name, value]) => product[name as keyof Changes] !== value)
