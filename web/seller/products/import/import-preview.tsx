import { Box, Button, Group } from '@mantine/core'
import type { ImportChange, ImportCheck, ImportError } from '../../../../shared/protocol/import-messages.ts'
import { useMoney } from '../../../store/hooks.ts'
import { Note } from '../../../ui/note.tsx'
import { grouped } from '../../../ui/plurals.ts'
import { sellerTexts } from '../../../ui/seller-texts.ts'
import { StatusLabel } from '../../../ui/status-label.tsx'
import { Table, type TableProps } from '../../../ui/table.tsx'
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

/** What a file would change, or what must be fixed in it first. */
export function ImportPreview({ name, check, trouble, onApply, onAnother }: ImportPreviewProps) {
  const { rows, errors, moreErrors, changes, notes, moreNotes, token } = check
  const created = changes.filter(({ kind }) => kind === 'create').length
  return (
    <>
      <p>
        <strong>{name}</strong> · {said.rows(rows)}
      </p>
      {errors.length > 0 && (
        <>
          <StatusLabel tone="bad">{said.errors(errors.length + moreErrors)}</StatusLabel>
          <Messages messages={errors} more={moreErrors} heading={said.wrong} />
        </>
      )}
      {errors.length === 0 && token === null && (
        <StatusLabel tone="muted" icon="check">
          {said.nothing}
        </StatusLabel>
      )}
      {errors.length === 0 && token !== null && <p>{said.would(created, changes.length - created)}</p>}
      {errors.length === 0 && changes.length > 0 && <Changes changes={changes} />}
      {errors.length === 0 && notes.length > 0 && (
        <>
          <StatusLabel tone="warn">{said.notes(notes.length + moreNotes)}</StatusLabel>
          <Messages messages={notes} more={moreNotes} heading={said.note} />
        </>
      )}
      {trouble && (
        <Note tone="bad" icon="alert" role="alert">
          {trouble}
        </Note>
      )}
      <Group gap="xs">
        {token !== null && (
          <Button onClick={onApply} data-autofocus>
            {said.apply}
          </Button>
        )}
        <Button variant="outline" onClick={onAnother}>
          {said.another}
        </Button>
      </Group>
    </>
  )
}

interface MessagesProps {
  messages: readonly ImportError[]
  /** How many more there are. */
  more: number
  heading: string
}

/** Messages by row and column. */
const Messages = ({ messages, more, heading }: MessagesProps) => (
  <FirstRows
    rows={messages}
    more={more}
    keyOf={({ row, column, message }) => `${row} ${column} ${message}`}
    columns={[
      { head: said.row, cell: ({ row }) => grouped(row) },
      { head: said.column, cell: ({ column }) => column || '–' },
      { head: heading, cell: ({ message }) => message },
    ]}
  />
)

/** The changes. Those with a note come first, so that they are seen in a long file. */
function Changes({ changes }: { changes: readonly ImportChange[] }) {
  const noted = changes.filter(({ notes }) => notes.length > 0)
  return (
    <>
      {noted.length > 0 && <StatusLabel tone="warn">{said.withNotes(noted.length)}</StatusLabel>}
      <FirstRows
        rows={[...noted, ...changes.filter(({ notes }) => notes.length === 0)]}
        more={0}
        keyOf={({ row }) => row}
        columns={[
          { head: said.row, cell: ({ row }) => grouped(row) },
          { head: said.product, cell: ({ name }) => name },
          { head: said.change, cell: (change) => <Change change={change} /> },
        ]}
      />
    </>
  )
}

/** A table of the first rows, and how many are left, with `more` that were not sent. */
function FirstRows<Row>({ rows, more, ...table }: TableProps<Row> & { more: number }) {
  const left = Math.max(0, rows.length - shownMax) + more
  return (
    <>
      <div className={styles.scroll}>
        <Table className={styles.table} rows={rows.slice(0, shownMax)} {...table} />
      </div>
      {left > 0 && <p>{said.more(left)}</p>}
    </>
  )
}

function Change({ change }: { change: ImportChange }) {
  const money = useMoney()
  const write = (field: string, value: string | number | null): string => {
    if (value === null || value === '') return '–'
    return field === 'price' ? money(Number(value)) : String(value)
  }
  const fields = Object.entries(change.fields)
  return (
    <>
      {change.kind === 'create'
        ? said.isNew(write('price', change.fields.price?.to ?? 0), Number(change.fields.stock?.to ?? 0))
        : fields.map(([field, { from, to }]) => (
            <Box key={field} component="span" display="block">
              {said.from(field, write(field, from), write(field, to))}
            </Box>
          ))}
      {change.notes.map((note) => (
        <Box key={note} component="span" display="block" c="var(--warn)">
          {note}
        </Box>
      ))}
    </>
  )
}
