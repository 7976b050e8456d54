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
        <Said
          tone="warn"
          icon="offline"
          title={texts.shell.offline[connection.why]}
          help={isKnown ? help : texts.shell.keepTrying}
        />
      )}
      {connection.kind === 'back' && (
        <Said tone="ok" icon="check" title={texts.shell.back} help={texts.shell.backHelp} />
      )}
    </div>
  )
}

interface SaidProps {
  tone: 'warn' | 'ok'
  icon: 'offline' | 'check'
  title: string
  help: string
}

const Said = ({ tone, icon, title, help }: SaidProps) => (
  <p className={styles.said} data-tone={tone}>
    <Icon name={icon} />
    <span>
      <strong>{title}.</strong> {help}
    </span>
  </p>
)
