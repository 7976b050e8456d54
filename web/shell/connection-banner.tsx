import { useConnection, useFreshness } from '../store/hooks.ts'
import { Icon } from '../ui/icons.tsx'
import { texts } from '../ui/texts.ts'
import styles from './shell.module.css'

export interface ConnectionBannerProps {
  /** A sentence about what still works without a connection, and one for networks that block it. */
  offlineHelp: string
  blockedHelp: string
}

/**
 * After two seconds without a connection, says so, why, and what still works; later, for a moment, that it is back.
 * It floats over the lower edge, so that nothing moves under the pointer.
 */
export function ConnectionBanner({ offlineHelp, blockedHelp }: ConnectionBannerProps) {
  const connection = useConnection()
  const isKnown = useFreshness() !== 'none'
  const help = connection.kind === 'offline' && connection.why === 'blocked' ? blockedHelp : offlineHelp
  return (
    <div role="status" className={styles.connection}>
      {connection.kind === 'offline' && (
        <Said tone="warn" title={texts.shell.offline[connection.why]}>
          {isKnown ? help : texts.shell.keepTrying}
        </Said>
      )}
      {connection.kind === 'back' && (
        <Said tone="ok" title={texts.shell.back}>
          {texts.shell.backHelp}
        </Said>
      )}
    </div>
  )
}

const Said = ({ tone, title, children }: { tone: 'warn' | 'ok'; title: string; children: string }) => (
  <p className={styles.said} data-tone={tone}>
    <Icon name={tone === 'ok' ? 'check' : 'offline'} />
    <span>
      <strong>{title}.</strong> {children}
    </span>
  </p>
)
