import { sellerTexts } from '../../ui/seller-texts.ts'
import type { Selection } from './selection.ts'

const said = sellerTexts.bulk

export interface SelectAllProps<Id> {
  ids: readonly Id[]
  selection: Selection<Id>
}

/** The box in a table's head: selects all its rows, or none where all are selected. */
export const SelectAll = <Id,>({ ids, selection }: SelectAllProps<Id>) => (
  <input
    type="checkbox"
    aria-label={said.selectAll}
    disabled={ids.length === 0}
    checked={ids.length > 0 && ids.every((id) => selection.ids.has(id))}
    onChange={() => selection.toggleAll(ids)}
  />
)

export interface SelectOneProps {
  name: string
  isSelected: boolean
  onToggle: () => void
}

export const SelectOne = ({ name, isSelected, onToggle }: SelectOneProps) => (
  <input type="checkbox" aria-label={said.select(name)} checked={isSelected} onChange={onToggle} />
)
