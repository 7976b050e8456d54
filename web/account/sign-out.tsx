import { Button } from '@mantine/core'
import { Belongings } from '../store/belongings.ts'
import { browserStorage } from '../store/storage.ts'
import { Trouble } from './account-form.tsx'
import { useAsking } from './use-asking.ts'

/** Signs out in all tabs and clears what the browser has stored; the next page belongs to a new guest. */
export function SignOut({ label }: { label: string }) {
  const asking = useAsking()
  const leave = async () => {
    if (!(await asking.post('/api/sign-out'))) return
    new Belongings(browserStorage()).forget()
    window.location.assign('/')
  }
  return (
    <div>
      <Button variant="outline" loading={asking.isAsking} onClick={() => void leave()}>
        {label}
      </Button>
      <Trouble asking={asking} />
    </div>
  )
}
