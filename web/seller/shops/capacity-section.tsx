import { Stack, Text } from '@mantine/core'
import {
  almostFullRatio,
  type BoundName,
  type BoundUse,
  nearRatio,
  ratioOf,
} from '../../../shared/protocol/operator-messages.ts'
import { Note } from '../../ui/note.tsx'
import { bytesInWords, grouped } from '../../ui/plurals.ts'
import { RowList } from '../../ui/row-list.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { StatusLabel } from '../../ui/status-label.tsx'
import styles from './capacity-section.module.css'

const said = sellerTexts.capacity
const inBytes: ReadonlySet<BoundName> = new Set(['disk', 'imageBytes', 'memory'])

/** Limits and their use, fullest first; those with room are folded. */
export function CapacitySection({ bounds }: { bounds: readonly BoundUse[] }) {
  const known = bounds.filter(({ name }) => name in said.bounds)
  const sorted = known.toSorted((one, other) => ratioOf(other) - ratioOf(one))
  const near = sorted.filter((use) => ratioOf(use) >= nearRatio)
  const rest = sorted.slice(near.length)
  return (
    <Stack component="section" gap="sm" mt="lg" aria-labelledby="capacity">
      <h2 id="capacity">{said.title}</h2>
      {near.length === 0 && <StatusLabel tone="ok">{said.allWell}</StatusLabel>}
      <Bounds uses={near} />
      <details className={styles.all}>
        <summary>{said.showRest(rest.length, near.length === 0)}</summary>
        <Bounds uses={rest} />
      </details>
    </Stack>
  )
}

/** One line about a limit that needs attention now. */
export function CapacityAlert({ bounds }: { bounds: readonly BoundUse[] }) {
  const near = bounds.filter((use) => use.name in said.bounds && ratioOf(use) >= nearRatio)
  if (near.length === 0) return null
  const isBad = near.some((use) => ratioOf(use) >= almostFullRatio)
  return (
    <Note tone={isBad ? 'bad' : 'warn'} icon="alert" role="status">
      {near.map((use) => said.near(said.bounds[use.name].label, percentOf(use))).join(' ')}{' '}
      <a href="#capacity">{said.toAll}</a>
    </Note>
  )
}

const percentOf = (use: BoundUse): number => Math.floor(ratioOf(use) * 100)

const Bounds = ({ uses }: { uses: readonly BoundUse[] }) => (
  <RowList>
    {uses.map((use) => (
      <Bound key={use.name} use={use} />
    ))}
  </RowList>
)

function Bound({ use }: { use: BoundUse }) {
  const { name, used, max } = use
  const { label, advice } = said.bounds[name]
  const inWords = inBytes.has(name) ? bytesInWords : grouped
  const ratio = ratioOf(use)
  const tone = ratio >= almostFullRatio ? 'bad' : 'warn'
  return (
    <li>
      <Text span flex={1} fw={600}>
        {label}
      </Text>
      <Text span c="dimmed">
        {said.of(inWords(used), inWords(max))} · {said.percent(percentOf(use))}
      </Text>
      <meter
        className={styles.meter}
        aria-label={label}
        min={0}
        max={max}
        value={Math.min(used, max)}
        data-tone={ratio >= nearRatio ? tone : 'ok'}
        style={{ '--share': `${Math.min(100, ratio * 100)}%` } as React.CSSProperties}
      />
      {ratio >= nearRatio && (
        <Stack gap="xs" align="flex-start" maw="42rem" w="100%">
          <StatusLabel tone={tone}>{used >= max ? said.isFull : said.isNear}</StatusLabel>
          <Text c="dimmed">{advice}</Text>
        </Stack>
      )}
    </li>
  )
}
