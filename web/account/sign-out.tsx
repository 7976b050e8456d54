import { Button } from '@mantine/core'
import { ask } from '../http/ask.ts'
import { browserStorage } from '../store/storage.ts'
import { StoredPurchases } from '../store/stored-purchases.ts'

/** Ends this session; the next page is a new guest's. */
export function SignOut({ label }: { label: string }) {
  const leave = async () => {
    const answer = await ask('POST', '/api/sign-out')
    if (answer.kind !== 'ok') return
    new StoredPurchases(browserStorage()).forgetAll()
    window.location.assign('/')
  }
  return (
    <p>
      <Button variant="outline" onClick={() => void leave()}>
        {label}
      </Button>
    </p>
  )
}
