import { Fragment, type ReactNode } from 'react'
import styles from './legal-text.module.css'

/**
 * A text with headings (# and ##), lists (-), paragraphs, **bold**, [links](https://…) and plain addresses. It is made
 * of elements, so that nothing in it can be anything else; what is not understood is shown as it was written.
 */
export const LegalText = ({ text }: { text: string }) => (
  <div className={styles.text}>
    {blocksOf(text).map((block, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of one text keep their order
      <Block key={index} block={block} />
    ))}
  </div>
)

type BlockOfText =
  | { kind: 'heading'; level: 1 | 2; text: string }
  | { kind: 'list' | 'lines'; lines: string[] }

function Block({ block }: { block: BlockOfText }) {
  if (block.kind === 'heading')
    return block.level === 1 ? <h2>{inline(block.text)}</h2> : <h3>{inline(block.text)}</h3>
  if (block.kind === 'list')
    return (
      <ul>
        {block.lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the items of one list keep their order
          <li key={index}>{inline(line)}</li>
        ))}
      </ul>
    )
  return (
    <p>
      {block.lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one paragraph keep their order
        <Fragment key={index}>
          {index > 0 && <br />}
          {inline(line)}
        </Fragment>
      ))}
    </p>
  )
}

const headingForm = /^(#{1,6}) +(.+)$/
const itemForm = /^[-*] +(.+)$/

function blocksOf(text: string): BlockOfText[] {
  const blocks: BlockOfText[] = []
  let open: { kind: 'list' | 'lines'; lines: string[] } | null = null
  const add = (kind: 'list' | 'lines', line: string): void => {
    if (open?.kind !== kind) {
      open = { kind, lines: [] }
      blocks.push(open)
    }
    open.lines.push(line)
  }
  for (const line of text.split('\n')) {
    const [, marks, heading] = headingForm.exec(line) ?? []
    const item = itemForm.exec(line)?.[1]
    if (line.trim() === '') open = null
    else if (marks && heading) {
      open = null
      blocks.push({ kind: 'heading', level: marks.length === 1 ? 1 : 2, text: heading })
    } else if (item) add('list', item)
    else add('lines', line)
  }
  return blocks
}

/** Bold, a named link, a bare address, or an email address. Each part is bounded, so that no text takes long. */
const partForm =
  /\*\*([^*\n]{1,200})\*\*|\[([^\]\n]{1,200})\]\(((?:https?:\/\/|mailto:|\/)[^\s)]{0,500})\)|(https?:\/\/[^\s<>"]{1,500}[^\s<>".,;:!?)])|([\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})/g

function inline(text: string): ReactNode[] {
  const parts: ReactNode[] = []
  let end = 0
  for (const found of text.matchAll(partForm)) {
    const [whole, bold, label, target, address, email] = found
    if (found.index > end) parts.push(text.slice(end, found.index))
    end = found.index + whole.length
    if (bold) parts.push(<strong key={end}>{bold}</strong>)
    else parts.push(linkOf(end, label ?? address ?? email ?? '', target ?? address ?? `mailto:${email}`))
  }
  return end < text.length ? [...parts, text.slice(end)] : parts
}

const linkOf = (key: number, label: string, target: string): ReactNode => (
  <a key={key} href={target} rel="noopener noreferrer">
    {label}
  </a>
)
