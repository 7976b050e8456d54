import {
  almostFullRatio,
  type BoundName,
  type BoundUse,
  nearRatio,
  ratioOf,
} from '../../../shared/protocol/operator-messages.ts'
import { bytesInWords, capacityTexts } from '../../ui/capacity-texts.ts'
import { grouped } from '../../ui/plurals.ts'
import { StatusLabel } from '../../ui/status-label.tsx'
import styles from './capacity-section.module.css'

const said = capacityTexts
const inBytes: ReadonlySet<BoundName> = new Set(['disk', 'imageBytes', 'memory'])

/** Limits and their use, fullest first; those with room are folded. */
export function CapacitySection({ bounds }: { bounds: readonly BoundUse[] }) {
  const known = bounds.filter(({ name }) => name in said.bounds)
  const sorted = known.toSorted((one, other) => ratioOf(other) - ratioOf(one))
  const near = sorted.filter((use) => ratioOf(use) >= nearRatio)
  const rest = sorted.slice(near.length)
  return (
    <section className={styles.section} aria-labelledby="capacity">
      <h2 id="capacity">{said.title}</h2>
      {near.length === 0 && (
        <StatusLabel tone="ok" icon="check">
          {said.allWell}
        </StatusLabel>
      )}
      <Bounds uses={near} />
      <details className={styles.all}>
        <summary>{said.showRest(rest.length, near.length === 0)}</summary>
        <Bounds uses={rest} />
      </details>
    </section>
  )
}

/** One line about a limit that needs attention now. */
export function CapacityAlert({ bounds }: { bounds: readonly BoundUse[] }) {
  const near = bounds.filter((use) => use.name in said.bounds && ratioOf(use) >= nearRatio)
  if (near.length === 0) return null
  const isBad = near.some((use) => ratioOf(use) >= almostFullRatio)
  return (
    <div role="status" className={styles.alert} data-tone={isBad ? 'bad' : 'warn'}>
      <StatusLabel tone={isBad ? 'bad' : 'warn'} icon="alert">
        {near.map((use) => said.near(said.bounds[use.name].label, percentOf(use))).join(' ')}{' '}
        <a href="#capacity">{said.toAll}</a>
      </StatusLabel>
    </div>
  )
}

const percentOf = (use: BoundUse): number => Math.floor(ratioOf(use) * 100)

const Bounds = ({ uses }: { uses: readonly BoundUse[] }) => (
  <ul className={styles.bounds}>
    {uses.map((use) => (
      <Bound key={use.name} use={use} />
    ))}
  </ul>
)

function Bound({ use }: { use: BoundUse }) {
  const { name, used, max } = use
  const { label, advice } = said.bounds[name]
  const inWords = inBytes.has(name) ? bytesInWords : grouped
  const ratio = ratioOf(use)
  const tone = ratio >= almostFullRatio ? 'bad' : 'warn'
  return (
    <li>
      <span className={styles.label}>{label}</span>
      <span className={styles.figures}>
        {said.of(inWords(used), inWords(max))} · {said.percent(percentOf(use))}
      </span>
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
        <>
          <span className={styles.state}>
            <StatusLabel tone={tone} icon="alert">
              {used >= max ? said.isFull : said.isNear}
            </StatusLabel>
          </span>
          <p className={styles.advice}>{advice}</p>
        </>
      )}
    </li>
  )
}
