import type { ComponentPropsWithRef, Key, ReactNode } from 'react'
import styles from './table.module.css'
import { VisuallyHidden } from './visually-hidden.tsx'

export interface Column<Row> {
  /** Names the column where its head is not text. */
  key?: string
  head: ReactNode
  cell: (row: Row) => ReactNode
  /** Figures are aligned at the end; a box selects the row. */
  kind?: 'figure' | 'box'
  /** Hidden on narrow screens. */
  isWide?: boolean
  /** Its cells name their rows. */
  isRowHead?: boolean
}

export interface TableFrameProps extends ComponentPropsWithRef<'table'> {
  /** Read aloud, not shown; where no heading names the table. */
  caption?: string | undefined
  columns: readonly Pick<Column<never>, 'key' | 'head' | 'kind' | 'isWide'>[]
}

export interface TableProps<Row> extends Omit<TableFrameProps, 'columns' | 'children'> {
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row) => Key
  /** Rows that are over, and so muted. */
  isOver?: (row: Row) => boolean
}

/** A table with a head that stays in view. In a cell, `data-note` is a small line and `data-narrow` one for phones. */
export const Table = <Row,>({ rows, keyOf, isOver, ...rest }: TableProps<Row>) => (
  <TableFrame {...rest}>
    <tbody>
      {rows.map((row) => (
        <tr key={keyOf(row)} data-over={isOver?.(row) || undefined}>
          <Cells columns={rest.columns} row={row} />
        </tr>
      ))}
    </tbody>
  </TableFrame>
)

/** The table and its head, for bodies that are made in another way. */
export const TableFrame = ({ caption, columns, className = '', children, ...rest }: TableFrameProps) => (
  <table className={`${styles.table} ${className}`} {...rest}>
    {caption && <VisuallyHidden as="caption">{caption}</VisuallyHidden>}
    <thead>
      <tr aria-rowindex={rest['aria-rowcount'] && 1}>
        {columns.map((column) => {
          const Tag = column.kind === 'box' ? 'td' : 'th'
          return (
            <Tag key={keyOfColumn(column)} scope={Tag === 'th' ? 'col' : undefined} {...looksOf(column)}>
              {column.head}
            </Tag>
          )
        })}
      </tr>
    </thead>
    {children}
  </table>
)

export const Cells = <Row,>({ columns, row }: { columns: readonly Column<Row>[]; row: Row }) =>
  columns.map((column) => {
    const Tag = column.isRowHead ? 'th' : 'td'
    return (
      <Tag key={keyOfColumn(column)} scope={column.isRowHead ? 'row' : undefined} {...looksOf(column)}>
        {column.cell(row)}
      </Tag>
    )
  })

type Look = Pick<Column<never>, 'key' | 'head' | 'kind' | 'isWide'>

const keyOfColumn = ({ key, head }: Look): string => key ?? String(head)
const looksOf = ({ kind, isWide }: Look) => ({ 'data-kind': kind, 'data-wide': isWide || undefined })
