"""The words of "Inside the bloom", in three languages. Names in braces are filled from the run."""

TITLE = {"en": "Inside the bloom", "es": "Dentro de la floración", "ar": "داخل الازدهار"}
LEDE = {
    "en": "You stand on the bed of the lagoon, {depth} down, while the water above you turns to light. "
    "None of it is invented.",
    "es": "Estás de pie en el fondo de la laguna, a {depth}, mientras el agua sobre ti se vuelve luz. "
    "Nada de esto es inventado.",
    "ar": "تقف على قاع البحيرة، على عمق {depth}، والماء فوقك يستحيل ضوءًا. لا شيء من هذا مُختلَق.",
}
NOTE = {
    "en": "Dying fish, darkness, water that cannot be breathed.",
    "es": "Peces que mueren, oscuridad, agua que no se puede respirar.",
    "ar": "أسماك تموت، ظلام، ماء لا يُتنفَّس.",
}

MOUTH = {
    "en": {
        "title": "The mouth",
        "text_twin": """You come in the way the river does: from the north-west, over gravel, past the last lamp of the pumping house. The Harl is warm tonight and in no hurry. It carries what the hills did not want to keep.

It is night {night}. Where fresh water meets salt the bed falls away beneath your feet, and above you, all at once, there are lights. Each is a colony. Each is drawn where the run put it: sixty over a square kilometre would be the limit, {limit}. Where they stand thickest, {where}, the middle of {futures} futures holds {peak}. That is {times} times what the law of this water allows.

They are beautiful. Say so; nobody will hear. They are the green of a signal on a long wharf, and like a signal they are fed from somewhere: follow any of them back and you come to a pipe.

A goby lies in the lee of a stone, breathing as one breathes on a stair. It has not yet gone up. Before {town_name}, a long walk down the shore where {people} people live by the water, there is {town} tonight, and the washing hangs out as on any other evening.

Put your hand into the current. It takes nothing from you. It has enough.""",
        "alt_text": "The bed of Vessa Lagoon as thirty-four ridge lines seen from the south, at night. Lights of the bloom hang in the water, thickest {where}.",
        "caption": "Sixty lights over a square kilometre are the limit of {limit}. Night {night} of {nights}.",
    },
    "es": {
        "title": "La boca",
        "text_twin": """Entras como entra el río: desde el noroeste, sobre grava, pasada la última lámpara de la casa de bombas. El Harl está tibio esta noche y no tiene prisa. Lleva lo que las colinas no quisieron guardar.

Es la noche {night}. Donde el agua dulce encuentra la salada, el fondo cae bajo tus pies y sobre ti, de golpe, hay luces. Cada una es una colonia. Cada una está donde la puso la simulación: sesenta en un kilómetro cuadrado serían el límite, {limit}. Donde son más densas, {where}, el centro de {futures} futuros contiene {peak}. Son {times} veces lo que permite la ley de estas aguas.

Son hermosas. Dilo; nadie te oye. Tienen el verde de una señal en un muelle largo y, como toda señal, alguien las alimenta: sigue cualquiera de ellas hacia atrás y llegarás a un tubo.

Un gobio yace al abrigo de una piedra y respira como se respira en una escalera. Aún no ha subido. Ante {town_name}, lejos orilla abajo, donde {people} personas viven junto al agua, hay {town} esta noche, y la ropa está tendida como cualquier otra tarde.

Mete la mano en la corriente. No te quita nada. Ya tiene bastante.""",
        "alt_text": "El fondo de la laguna de Vessa en treinta y cuatro líneas, visto desde el sur, de noche. Las luces de la floración cuelgan en el agua, más densas {where}.",
        "caption": "Sesenta luces en un kilómetro cuadrado son el límite de {limit}. Noche {night} de {nights}.",
    },
    "ar": {
        "title": "المصبّ",
        "text_twin": """تدخل كما يدخل النهر: من الشمال الغربي، فوق الحصى، بعد آخر مصباح عند دار المضخّات. نهر هارل دافئ الليلة ولا يستعجل. يحمل ما لم تُرِد التلال أن تُبقيه.

إنها الليلة {night}. حيث يلتقي الماء العذب بالمالح ينحدر القاع تحت قدميك، وفوقك، دفعةً واحدة، أضواء. كل ضوء مستعمرة، وكل واحد حيث وضعته المحاكاة: ستون ضوءًا في الكيلومتر المربع هي الحدّ، {limit}. وحيث هي أكثف، {where}، يحمل أوسط {futures} مستقبلات {peak}. هذا {times} أضعاف ما يسمح به قانون هذا الماء.

إنها جميلة. قُلها؛ لن يسمعك أحد. لها خضرة إشارة على رصيف طويل، وكأي إشارة يُغذّيها أحد: اتبع أيًّا منها إلى الوراء تصل إلى أنبوب.

سمكة صغيرة في ظلّ حجر تتنفّس كمن يتنفّس على درج. لم تصعد بعد. أمام {town_name}، بعيدًا على الشاطئ حيث يسكن {people} إنسان قرب الماء، هناك {town} الليلة، والغسيل منشور كأي مساء.

ضع يدك في التيار. لا يأخذ منك شيئًا. لديه ما يكفيه.""",
        "alt_text": "قاع بحيرة فيسا في أربعة وثلاثين خطًّا يُرى من الجنوب ليلًا. أضواء الازدهار معلّقة في الماء، أكثفها {where}.",
        "caption": "ستون ضوءًا في الكيلومتر المربع هي الحدّ {limit}. الليلة {night} من {nights}.",
    },
}

SIXTH_NIGHT = {
    "en": {
        "title": "The sixth night",
        "text_twin": """It is dark and it is not quiet. {depth} of water stand over you where it is deepest. On other nights a fisher's lamp would reach the eel grass; tonight it goes a little way and stops in green.

Nothing was done. That is the whole of the plot. For {night} nights the pipe ran, and the wind, which is nobody's servant, leaned on the lagoon and moved what it found.

So the lights have walked. They are no longer where the river is. The middle future holds {peak} at its thickest, and along {shore} of shore the limit may well be passed. Before {town_name} there is {town}; in the kindest twentieth of futures {town_low}, in the cruellest {town_high}. In {chance} of them the limit is passed there before morning. You may read that as comfort or as the other thing. {people} people will read it as Thursday.

The gobies have gone up. They lie under the surface with their mouths at the air, in rows, like people at a counter. An eel passes you, going the wrong way for an eel.

In the charter of this water there is an article about breathing. It is short. Somebody has underlined it.

If you wait, you will notice that the lights do not hurt. That is how it is done.""",
        "alt_text": "The same bed on the sixth night. The lights have drifted from the mouth and hang thickest {where}; the far basin is darker than before.",
        "caption": "If nothing is done: night {night} of {nights}, the middle of {futures} futures.",
    },
    "es": {
        "title": "La sexta noche",
        "text_twin": """Está oscuro y no hay silencio. Donde es más hondo tienes {depth} de agua encima. Otras noches la lámpara de un pescador llegaría hasta las zosteras; esta noche anda un poco y se detiene en verde.

No se hizo nada. Ese es todo el argumento. Durante {night} noches corrió el tubo, y el viento, que no es criado de nadie, se apoyó en la laguna y movió lo que halló.

Así que las luces han caminado. Ya no están donde está el río. El futuro central contiene {peak} en lo más denso, y a lo largo de {shore} de orilla bien puede pasarse el límite. Ante {town_name} hay {town}; en la vigésima parte más amable de los futuros, {town_low}; en la más cruel, {town_high}. En {chance} de ellos el límite se pasa allí antes del alba. Puedes leerlo como consuelo o como lo otro. {people} personas lo leerán como un jueves.

Los gobios han subido. Están bajo la superficie con la boca en el aire, en filas, como gente ante un mostrador. Una anguila pasa a tu lado en la dirección equivocada para una anguila.

En la carta de estas aguas hay un artículo sobre respirar. Es corto. Alguien lo ha subrayado.

Si esperas, notarás que las luces no duelen. Así es como se hace.""",
        "alt_text": "El mismo fondo en la sexta noche. Las luces han derivado desde la boca y cuelgan más densas {where}; la cuenca lejana está más oscura que antes.",
        "caption": "Si no se hace nada: noche {night} de {nights}, el centro de {futures} futuros.",
    },
    "ar": {
        "title": "الليلة السادسة",
        "text_twin": """الظلام حولك، وليس صمتًا. فوقك حيث أعمق الماء {depth}. في ليالٍ أخرى يبلغ مصباح الصيّاد عشب البحر؛ الليلة يمضي قليلًا ثم يقف في الخضرة.

لم يُفعَل شيء. هذه هي الحبكة كلها. طوال {night} ليالٍ جرى الأنبوب، والريح التي لا تخدم أحدًا اتّكأت على البحيرة وحرّكت ما وجدت.

فمشت الأضواء. لم تعد حيث النهر. المستقبل الأوسط يحمل {peak} عند أكثفها، وعلى {shore} من الشاطئ قد يُتجاوز الحدّ. أمام {town_name} هناك {town}؛ وفي أرحم جزء من عشرين من المستقبلات {town_low}، وفي أقساها {town_high}. في {chance} منها يُتجاوز الحدّ هناك قبل الفجر. لك أن تقرأ ذلك عزاءً أو غير ذلك. سيقرؤه {people} إنسان يومَ خميس.

صعدت الأسماك الصغيرة. إنها تحت السطح وأفواهها في الهواء، صفوفًا، كأناس أمام نافذة موظّف. ثعبان ماء يمرّ بك في الاتجاه الخطأ.

في ميثاق هذا الماء مادة عن التنفّس. قصيرة. خطّ أحدهم تحتها.

إن انتظرت لاحظت أن الأضواء لا تؤلم. هكذا يُفعَل الأمر.""",
        "alt_text": "القاع نفسه في الليلة السادسة. انجرفت الأضواء من المصبّ وتعلّقت أكثف ما تكون {where}، والحوض البعيد أشدّ ظلمة من قبل.",
        "caption": "إن لم يُفعَل شيء: الليلة {night} من {nights}، أوسط {futures} مستقبلات.",
    },
}

BARRIER = {
    "en": {
        "title": "The barrier",
        "text_twin": """The same night, told again. The wind is the same wind: that is how one is fair to a plan. What differs is a line.

You see it from below: a float on the surface, a curtain hanging from it into the dark, and before it, nodding, {drones} machines no longer than a door. They drink. {treated} go through them in {nights} days, which is {treated_share} of all the water there is. Do not let anybody tell you that machines clean a lagoon. They stand between it and somebody.

The water goes round. You can feel it make up its mind at the end of the line and turn; some other shore will have what this one is spared, and the engineers have written down which, and how much, and asked. That too is a kind of manners.

At its thickest the middle future now holds {peak}. Before {town_name} there is {town}, between {town_low} and {town_high}, and the limit is passed there in {chance} of futures. It is not a miracle. It is a number that is smaller than another number, for {people} people, because somebody was asked and said yes.

Low in the curtain, where the weights are, an eel finds the gap that was left for eels.

Stay until the lights thin. Then go up, and sign for the pipe.""",
        "alt_text": "The sixth night with the plan. A curtain on floats crosses the western water with clearing drones before it, drawn as diamonds; the lights stand against it.",
        "caption": "With the plan: night {night} of {nights}, the same weather. Diamonds are drones.",
    },
    "es": {
        "title": "La barrera",
        "text_twin": """La misma noche, contada otra vez. El viento es el mismo viento: así se es justo con un plan. Lo que cambia es una línea.

La ves desde abajo: un flotador en la superficie, una cortina que cuelga de él hacia lo oscuro y, delante, cabeceando, {drones} máquinas no más largas que una puerta. Beben. {treated} pasan por ellas en {nights} días, que es {treated_share} de toda el agua que hay. No dejes que nadie te diga que las máquinas limpian una laguna. Se ponen entre ella y alguien.

El agua da la vuelta. Sientes cómo se decide al final de la línea y gira; otra orilla tendrá lo que a esta se le ahorra, y los ingenieros han escrito cuál y cuánto, y han preguntado. También eso es una forma de cortesía.

En lo más denso el futuro central contiene ahora {peak}. Ante {town_name} hay {town}, entre {town_low} y {town_high}, y el límite se pasa allí en {chance} de los futuros. No es un milagro. Es un número más pequeño que otro número, para {people} personas, porque a alguien se le preguntó y dijo que sí.

Abajo en la cortina, donde están los pesos, una anguila encuentra el hueco que se dejó para las anguilas.

Quédate hasta que las luces se aclaren. Luego sube, y firma por el tubo.""",
        "alt_text": "La sexta noche con el plan. Una cortina sobre flotadores cruza el agua del oeste con drones delante, dibujados como rombos; las luces se detienen contra ella.",
        "caption": "Con el plan: noche {night} de {nights}, el mismo tiempo. Los rombos son drones.",
    },
    "ar": {
        "title": "الحاجز",
        "text_twin": """الليلة نفسها تُروى ثانية. الريح هي الريح: هكذا يكون المرء منصفًا لخطّة. ما يختلف خطّ.

تراه من الأسفل: عوّامة على السطح، وستارة تتدلّى منها إلى العتمة، وأمامها تومئ {drones} آلة لا تزيد طولًا على باب. إنها تشرب. {treated} تمرّ فيها خلال {nights} أيام، أي {treated_share} من كل الماء. لا تدع أحدًا يقول لك إن الآلات تنظّف بحيرة. إنها تقف بينها وبين أحد.

الماء يدور حولها. تحسّ به يحسم أمره عند طرف الخطّ وينعطف؛ سيكون لشاطئ آخر ما نجا منه هذا، وقد كتب المهندسون أيّ شاطئ وكم، وسألوا. ذلك أيضًا ضرب من الأدب.

عند أكثفه يحمل المستقبل الأوسط الآن {peak}. أمام {town_name} هناك {town}، بين {town_low} و{town_high}، ويُتجاوز الحدّ هناك في {chance} من المستقبلات. ليست معجزة. إنه رقم أصغر من رقم، من أجل {people} إنسان، لأن أحدًا سُئل فقال نعم.

في أسفل الستارة حيث الأثقال يجد ثعبان ماء الفجوة التي تُركت للثعابين.

ابقَ حتى تخفّ الأضواء. ثم اصعد ووقّع من أجل الأنبوب.""",
        "alt_text": "الليلة السادسة مع الخطّة. ستارة على عوّامات تقطع الماء الغربي وأمامها طائرات التنقية مرسومة معيّنات، والأضواء تقف عندها.",
        "caption": "مع الخطّة: الليلة {night} من {nights}، والطقس نفسه. المعيّنات هي الآلات.",
    },
}
