import { useSyncExternalStore } from 'react'
import { Button } from '../ui/button.tsx'
import { texts } from '../ui/texts.ts'
import { notice } from './notices.ts'
import styles from './shell.module.css'

const said = texts.shell.notice

/** Says why the page was reloaded or has changed, until the person dismisses it. */
export function NoticeBar() {
  const shown = useSyncExternalStore(notice.subscribe, notice.get)
  return (
    <div role="status">
      {shown && (
        <p className={styles.bar}>
          {shown === 'person changed' ? said.personChanged : said.marketRestored(shown.cartItems)}
          <Button size="sm" variant="outline" onClick={() => notice.set(null)}>
            {said.dismiss}
          </Button>
        </p>
      )}
    </div>
  )
}
