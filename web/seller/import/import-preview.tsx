import { Button } from '@mantine/core'
import type { ImportChange, ImportCheck } from '../../../shared/protocol/import-messages.ts'
import { useMoney } from '../../store/hooks.ts'
import { grouped } from '../../ui/plurals.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { StatusLabel } from '../../ui/status-label.tsx'
import styles from './import-sheet.module.css'

const said = sellerTexts.import
const shownMax = 50

export interface ImportPreviewProps {
  name: string
  check: ImportCheck
  trouble: string | undefined
  onApply: () => void
  onAnother: () => void
}

/** What a file would do, or what in it has to be mended first. */
export function ImportPreview({ name, check, trouble, onApply, onAnother }: ImportPreviewProps) {
  const { rows, errors, changes, token } = check
  const created = changes.filter(({ kind }) => kind === 'create').length
  return (
    <>
      <p>
        <strong>{name}</strong> · {said.rows(rows)}
      </p>
      {errors.length > 0 && <Errors errors={errors} />}
      {errors.length === 0 && token === null && (
        <StatusLabel tone="muted" icon="check">
          {said.nothing}
        </StatusLabel>
      )}
      {errors.length === 0 && token !== null && <p>{said.would(created, changes.length - created)}</p>}
      {errors.length === 0 && changes.length > 0 && <Changes changes={changes} />}
      {trouble && (
        <p role="alert" className={styles.trouble}>
          {trouble}
        </p>
      )}
      <div className={styles.buttons}>
        {token !== null && (
          <Button onClick={onApply} data-autofocus>
            {said.apply}
          </Button>
        )}
        <Button variant="outline" onClick={onAnother}>
          {said.another}
        </Button>
      </div>
    </>
  )
}

const Errors = ({ errors }: { errors: ImportCheck['errors'] }) => (
  <>
    <StatusLabel tone="bad" icon="alert">
      {said.errors(errors.length)}
    </StatusLabel>
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{said.row}</th>
            <th scope="col">{said.column}</th>
            <th scope="col">{said.wrong}</th>
          </tr>
        </thead>
        <tbody>
          {errors.slice(0, shownMax).map(({ row, column, message }) => (
            <tr key={`${row} ${column} ${message}`}>
              <td>{grouped(row)}</td>
              <td>{column}</td>
              <td>{message}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
    {errors.length > shownMax && <p>{said.more(errors.length - shownMax)}</p>}
  </>
)

const Changes = ({ changes }: { changes: readonly ImportChange[] }) => (
  <>
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{said.row}</th>
            <th scope="col">{said.product}</th>
            <th scope="col">{said.change}</th>
          </tr>
        </thead>
        <tbody>
          {changes.slice(0, shownMax).map((change) => (
            <Row key={change.row} change={change} />
          ))}
        </tbody>
      </table>
    </div>
    {changes.length > shownMax && <p>{said.more(changes.length - shownMax)}</p>}
  </>
)

function Row({ change }: { change: ImportChange }) {
  const money = useMoney()
  const write = (field: string, value: string | number | null): string => {
    if (value === null || value === '') return '–'
    return field === 'price' ? money(Number(value)) : String(value)
  }
  const fields = Object.entries(change.fields)
  return (
    <tr>
      <td>{grouped(change.row)}</td>
      <td>{change.name}</td>
      <td>
        {change.kind === 'create'
          ? said.isNew(write('price', change.fields.price?.to ?? 0), Number(change.fields.stock?.to ?? 0))
          : fields.map(([field, { from, to }]) => (
              <span key={field} className={styles.change}>
                {said.from(field, write(field, from), write(field, to))}
              </span>
            ))}
        {change.notes.map((note) => (
          <span key={note} className={styles.note}>
            {note}
          </span>
        ))}
      </td>
    </tr>
  )
}
