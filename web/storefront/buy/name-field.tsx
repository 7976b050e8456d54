import { useId } from 'react'
import { limits } from '../../../shared/protocol/limits.ts'
import { useOpenedSession } from '../../store/hooks.ts'
import { Field } from '../../ui/field.tsx'
import { texts } from '../../ui/texts.ts'
import { isMadeUp } from '../pickup-name.ts'

const words = texts.storefront.buy

export interface NameFieldProps {
  value: string
  onChange: (name: string) => void
  /** Called on Enter, also on a phone's keyboard. */
  onEnter: () => void
}

/** The pickup name. It can stay empty: then the market uses a name of its own. */
export function NameField({ value, onChange, onEnter }: NameFieldProps) {
  const helpId = useId()
  const given = useOpenedSession()?.session.name
  const help = given !== undefined && isMadeUp(given) ? words.nameHelp(given) : words.nameHelpPlain
  return (
    <Field label={words.name} help={help} helpId={helpId}>
      <input
        name="name"
        autoComplete="given-name"
        enterKeyHint="done"
        aria-describedby={helpId}
        maxLength={limits.sessionNameCodePointsMax}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing && !event.repeat) onEnter()
        }}
      />
    </Field>
  )
}
