import { useConnection } from '../store/hooks.ts'
import { Icon } from '../ui/icons.tsx'
import { texts } from '../ui/texts.ts'
import styles from './shell.module.css'

/**
 * Says after two seconds that there is no connection and what still works, and for a moment that it is back. It
 * floats over the lower edge, so that nothing moves under the pointer.
 */
export function ConnectionBanner({ offlineHelp }: { offlineHelp: string }) {
  const { kind } = useConnection()
  return (
    <div role="status" className={styles.connection}>
      {kind === 'offline' && (
        <Said tone="warn" icon="offline" title={texts.shell.offlineTitle} help={offlineHelp} />
      )}
      {kind === 'back' && (
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
