import { Button, Group, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Session } from '../../shared/protocol/shapes.ts'
import { Belongings } from '../store/belongings.ts'
import { browserStorage } from '../store/storage.ts'
import { accountTexts } from '../ui/account-texts.ts'
import { Icon } from '../ui/icons.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Trouble, typedIn } from './account-form.tsx'
import { PasswordField } from './credential-fields.tsx'
import { accountRefusal } from './refusal-text.ts'
import { useAsking } from './use-asking.ts'

/** What the market stores about a person: download it, or delete it. */
export function OwnData({ session }: { session: Session }) {
  const said = accountTexts.data
  const [isDeleting, setDeleting] = useState(false)
  const isGuest = session.role === 'guest'
  return (
    <Stack component="section" maw="36rem" mt="xl" aria-labelledby="own-data">
      <h2 id="own-data">{said.title}</h2>
      <p>{isGuest ? said.storedOfGuest : said.stored}</p>
      <Text c="dimmed">{said.orders}</Text>
      <Group gap="xs">
        <Button
          component="a"
          href="/api/my-data"
          download
          variant="outline"
          leftSection={<Icon name="download" />}
        >
          {said.download}
        </Button>
        <Button
          variant="subtle"
          color="bad"
          leftSection={<Icon name="trash" />}
          onClick={() => setDeleting(true)}
        >
          {isGuest ? said.deleteOfGuest : said.delete}
        </Button>
      </Group>
      <Sheet opened={isDeleting} onClose={() => setDeleting(false)} title={said.deleteTitle}>
        <Deleting isGuest={isGuest} onKeep={() => setDeleting(false)} />
      </Sheet>
    </Stack>
  )
}

function Deleting({ isGuest, onKeep }: { isGuest: boolean; onKeep: () => void }) {
  const said = accountTexts.data
  const asking = useAsking((refusal) => {
    if (refusal.code === 'unauthenticated') return said.wrongPassword
    return refusal.code === 'last_owner' ? said.ownsShop : accountRefusal(refusal)
  })
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const typed = isGuest ? {} : typedIn<{ password: string }>(event.currentTarget)
    if (!(await asking.post('/api/my-data/delete', typed))) return
    new Belongings(browserStorage()).forget()
    window.location.assign('/')
  }
  return (
    <form onSubmit={(event) => void submit(event)} onInput={asking.clear} noValidate>
      <Stack>
        <p>{isGuest ? said.whatGoesOfGuest : said.whatGoes}</p>
        <p>{said.orders}</p>
        {!isGuest && <PasswordField label={accountTexts.own.current} name="password" kind="current" />}
        <Trouble asking={asking} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onKeep}>
            {said.keep}
          </Button>
          <Button type="submit" color="bad" loading={asking.isAsking}>
            {said.confirm}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
