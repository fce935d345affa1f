import type { ColouredToken } from '../lab/protocol.js';

/** A text, each token the paler the less likely the model found it. */
export function ColouredText({ tokens }: { readonly tokens: readonly ColouredToken[] }) {
  return (
    <span class="coloured">
      {tokens.map(({ text, probability }, index) =>
        probability === undefined ? (
          <span key={index}>{text}</span>
        ) : (
          <span key={index} class="token" style={{ '--p': probability.toFixed(3) }} title={`${(100 * probability).toFixed(1)} %`}>
            {text}
          </span>
        ),
      )}
    </span>
  );
}
