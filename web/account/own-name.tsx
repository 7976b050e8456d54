import { Button, Group, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { isBlank } from '../../shared/blank.ts'
import { limits } from '../../shared/protocol/limits.ts'
import type { Session } from '../../shared/protocol/shapes.ts'
import { accountTexts } from '../ui/account-texts.ts'
import { announce } from '../ui/announcements.ts'
import { StatusLabel } from '../ui/status-label.tsx'
import { Trouble } from './account-form.tsx'
import { useAsking } from './use-asking.ts'

/** The name that is called at pickup. */
export function OwnName({ session, onChanged }: { session: Session; onChanged: (session: Session) => void }) {
  const said = accountTexts.own
  const [name, setName] = useState(session.name)
  const [isDone, setDone] = useState(false)
  const asking = useAsking()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (isBlank(name)) return
    const done = await asking.post<{ session: Session }>('/api/name', { name })
    if (!done) return
    setDone(true)
    announce(said.nameChanged)
    onChanged(done.session)
  }
  return (
    <Stack component="section" maw="36rem" mt="xl">
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Group align="flex-end" gap="xs">
          <TextInput
            flex="1 1 14rem"
            label={accountTexts.name}
            name="name"
            autoComplete="given-name"
            maxLength={limits.sessionNameCodePointsMax}
            value={name}
            onChange={(event) => {
              setName(event.currentTarget.value)
              setDone(false)
              asking.clear()
            }}
          />
          <Button type="submit" variant="outline" loading={asking.isAsking} disabled={isBlank(name)}>
            {said.nameSave}
          </Button>
        </Group>
        {isDone && <StatusLabel tone="ok">{said.nameChanged}</StatusLabel>}
        <Trouble asking={asking} />
      </form>
    </Stack>
  )
}
