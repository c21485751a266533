#!/usr/bin/env bash
# A first walk: the technical contact of a mail domain passes from one account to another, and both who must accept do so
# with their own code.
# Start Mandate with `DEMO_PASSWORD=a-demo-password npm start` in another terminal, then run this.
set -euo pipefail
API=${API:-http://127.0.0.1:3000}
PASSWORD=${DEMO_PASSWORD:-a-demo-password}

say() { printf '\n# %s\n' "$*"; }
# value KEY: the value of KEY in the JSON on standard input
value() { sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p"; }
login() { curl -fsS "$API/auth/login" -d "{\"login\":\"$1\",\"password\":\"$PASSWORD\"}" | value token; }
# wait_for COMMAND...: until it succeeds, ten seconds at most
wait_for() { for _ in $(seq 100); do "$@" > /dev/null 2>&1 && return 0; sleep 0.1; done; echo "Waited too long for: $*" >&2; return 1; }

say 'Both accounts sign in'
X=$(login xx11111-ovh)
Z=$(login zz33333-ovh)
as() { curl -fsS -H "Authorization: Bearer $1" "${@:2}"; }

say 'xx11111-ovh asks: zz33333-ovh shall follow yy22222-ovh as technical contact of the mail domain example.org'
CHANGE=$(as "$X" "$API/1.0/email/domain/example.org/changeContact" -d '{"contactTech":"zz33333-ovh"}' | tr -d '[]')
echo "contact change $CHANGE"

# mail ADDRESS WORDS: number of the newest mail to ADDRESS whose subject has WORDS and the number of our change
mail() { curl -fsS "$API/dev/inbox/messages?to=$1" | tr '{' '\n' | grep "hange[a-z ]* $CHANGE " | grep "$2" | head -n 1 | value id | grep .; }
# code ADDRESS WORDS: the code in that mail
code() { curl -fsS "$API/dev/inbox/messages/$(mail "$1" "$2")" | grep -o '#token=[A-Za-z0-9_-]*' | head -n 1 | cut -d= -f2; }
# subject ADDRESS WORDS
subject() { curl -fsS "$API/dev/inbox/messages?to=$1" | tr '{' '\n' | grep "hange[a-z ]* $CHANGE " | grep "$2" | value subject; }

say 'Each of the two who must accept is mailed a code of its own'
wait_for mail xx11111@example.com 'answer is needed'
wait_for mail zz33333@example.org 'réponse est attendue'

say 'Both accept, each with its own code'
as "$X" "$API/1.0/me/task/contactChange/$CHANGE/accept" -d "{\"token\":\"$(code xx11111@example.com 'answer is needed')\"}"; echo
as "$X" "$API/1.0/me/task/contactChange/$CHANGE"; echo
as "$Z" "$API/1.0/me/task/contactChange/$CHANGE/accept" -d "{\"token\":\"$(code zz33333@example.org 'réponse est attendue')\"}"; echo

say 'The contact has changed'
done_yet() { as "$X" "$API/1.0/me/task/contactChange/$CHANGE" | grep '"state":"done"'; }
wait_for done_yet
as "$Z" "$API/1.0/email/domain/example.org/serviceInfos"; echo

say 'Both are told, and so is the account that is no longer technical contact'
wait_for mail xx11111@example.com ': done'
wait_for mail zz33333@example.org 'effectué'
wait_for mail yy22222@example.net 'n’êtes plus'
subject xx11111@example.com ': done'
subject zz33333@example.org 'effectué'
subject yy22222@example.net 'n’êtes plus'
