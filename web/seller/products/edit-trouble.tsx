import { Button } from '@mantine/core'
import type { Product } from '../../../shared/protocol/shapes.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { StatusLabel } from '../../ui/status-label.tsx'
import { useEdit, useSellerTools } from '../shell/seller-tools.ts'
import styles from './edit-trouble.module.css'
import type { Edit, Field } from './edits.ts'
import { useFieldKind } from './use-field-kind.ts'

type Trouble = Extract<Edit, { kind: 'refused' | 'conflict' }>

const said = sellerTexts.edits
const isTrouble = (edit: Edit | undefined): edit is Trouble =>
  edit?.kind === 'refused' || edit?.kind === 'conflict'

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
  const kind = useFieldKind(field)
  if (!isTrouble(edit)) return null
  const mine = kind.show({ ...product, ...edit.changes })
  const dismiss = () => edits.dismiss(product.id, field)
  return (
    <div className={styles.trouble} role="alert">
      <StatusLabel tone={edit.kind === 'conflict' ? 'warn' : 'bad'} icon="alert">
        {sentence(edit, field, kind.show, mine)}
      </StatusLabel>
      {edit.kind === 'conflict' && (
        <Button
          size="compact-sm"
          variant="outline"
          onClick={() => edits.save(edit.theirs, field, edit.changes)}
        >
          {said.useMine}
        </Button>
      )}
      <Button size="compact-sm" variant="subtle" onClick={dismiss}>
        {edit.kind === 'conflict' ? said.keepTheirs : said.dismiss}
      </Button>
    </div>
  )
}

function sentence(edit: Trouble, field: Field, show: (product: Product) => string, mine: string): string {
  const name = sellerTexts.table.fields[field]
  if (edit.kind === 'refused') return said.refused(name, mine, sellerTexts.refusal(edit.refusal))
  const theirs = show(edit.theirs)
  return theirs === mine || edit.theirs[field] === undefined
    ? said.conflictElsewhere(name, mine)
    : said.conflict(name, theirs, mine)
}
