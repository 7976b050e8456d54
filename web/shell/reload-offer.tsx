import { useOutdated } from '../store/hooks.ts'
import { Button } from '../ui/button.tsx'
import { texts } from '../ui/texts.ts'
import styles from './shell.module.css'

/** Offers to reload when the server runs a newer version; the page keeps working until then. */
export function ReloadOffer() {
  if (!useOutdated()) return null
  return (
    <div role="status" className={styles.bar}>
      {texts.shell.outdated}
      <Button size="sm" variant="outline" onClick={() => window.location.reload()}>
        {texts.shell.reload}
      </Button>
    </div>
  )
}
