import { useProductIds } from '../../store/hooks.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { useDeletions } from '../shell/seller-tools.ts'
import styles from './deleted-lately.module.css'
import { UndoDelete } from './undo-delete.tsx'

/** Products deleted in this tab, each with a button to undo it. */
export function DeletedLately() {
  const present = new Set(useProductIds())
  const deletions = useDeletions().filter(({ id }) => !present.has(id))
  if (deletions.length === 0) return null
  return (
    <section className={styles.section} aria-labelledby="deleted-lately">
      <h2 id="deleted-lately">{sellerTexts.table.deletedLately}</h2>
      <ul className={styles.list}>
        {deletions.map((deletion) => (
          <li key={deletion.id}>
            <strong>{deletion.name}</strong>
            <span>{sellerTexts.table.stayed(deletion.stock)}</span>
            <UndoDelete deletion={deletion} />
          </li>
        ))}
      </ul>
    </section>
  )
}
