"""Languages in Latin letters. `monitor.languages` has the months of the first five, and more."""

from collections.abc import Mapping

from monitor.extract.dates.languages.words import Words

LATIN: Mapping[str, Words] = {
    "de": Words(
        "", today="heute", yesterday="gestern", before="vor",
        units="minute minuten min, stunde stunden, tag tage tagen, woche wochen, "
        "monat monate monaten, jahr jahre jahren",
    ),
    "en": Words(
        "", today="today", yesterday="yesterday", after="ago", updated="revised",
        units="minute minutes mins min, hour hours hrs hr h, day days, week weeks, month months, "
        "year years",
    ),
    "es": Words(
        "", today="hoy", yesterday="ayer", before="hace",
        units="minuto minutos min, hora horas h, día días dia dias, semana semanas, mes meses, "
        "año años",
    ),
    "fr": Words(
        "", today="aujourd'hui", yesterday="hier", before="il_y_a",
        units="minute minutes min, heure heures h, jour jours, semaine semaines, mois, "
        "an ans année années",
    ),
    "it": Words(
        "", today="oggi", yesterday="ieri", after="fa",
        units="minuto minuti min, ora ore, giorno giorni, settimana settimane, mese mesi, "
        "anno anni",
    ),
    "az": Words(
        "yanvar yan, fevral, mart, aprel, may, iyun iyn, iyul iyl, avqust avq, sentyabr sen, "
        "oktyabr, noyabr noy, dekabr dek",
        today="bu_gün", yesterday="dünən",
        units="dəqiqə, saat, gün, həftə, ay, il", after="əvvəl", updated="yeniləndi",
    ),
    "ca": Words(
        "gener, febrer febr, març, abril, maig, juny, juliol, agost, setembre, octubre, novembre, "
        "desembre",
        "dilluns, dimarts, dimecres, dijous, divendres, dissabte, diumenge",
        units="minut minuts, hora hores, dia dies, setmana setmanes, mes mesos, any anys",
        before="fa", updated="actualitzat actualitzada actualització",
    ),
    "cs": Words(
        "leden ledna, únor února úno, březen března bře, duben dubna, květen května kvě, "
        "červen června čvn, červenec července čvc, srpen srpna, září zář, říjen října říj, "
        "listopad listopadu, prosinec prosince",
        "pondělí, úterý, středa, čtvrtek, pátek, sobota, neděle",
        today="dnes", yesterday="včera",
        units="minutami minutou minuty, hodinami hodinou hodiny, dny dnem dne, "
        "týdny týdnem týdne, měsíci měsícem měsíce, lety rokem roky roku",
        before="před", updated="aktualizováno aktualizace",
    ),
    "cy": Words(
        "ionawr ion, chwefror chwef chw, mawrth, ebrill ebr, mai, mehefin meh, "
        "gorffennaf gorff gor, awst, medi, hydref hyd, tachwedd tach, rhagfyr rhag",
        today="heddiw", yesterday="ddoe", after="yn_ôl",
        units="munud, awr, diwrnod, wythnos, mis, blynedd", updated="diweddarwyd",
    ),
    "da": Words(
        "januar, februar, marts, april, maj, juni, juli, august, september, oktober, november, "
        "december",
        "mandag, tirsdag, onsdag, torsdag, fredag, lørdag, søndag",
        today="i_dag", yesterday="i_går",
        units="minut minutter, time timer, dag dage, uge uger, måned måneder, år",
        after="siden", updated="opdateret ændret",
    ),
    "et": Words(
        "jaanuar jaanuaril jaan, veebruar veebruaril veebr, märts märtsil, aprill aprillil, "
        "mai mail, juuni juunil, juuli juulil, august augustil, september septembril, "
        "oktoober oktoobril, november novembril, detsember detsembril dets",
        "esmaspäev, teisipäev, kolmapäev, neljapäev, reede, laupäev, pühapäev",
        today="täna", yesterday="eile",
        units="minuti minutit, tunni tundi, päeva, nädala nädalat, kuu kuud, aasta aastat",
        after="tagasi eest", updated="uuendatud muudetud",
    ),
    "eu": Words(
        "urtarrila urtarrilaren urtarrilak urt, otsaila otsailaren otsailak ots, "
        "martxoa martxoaren martxoak, apirila apirilaren apirilak, "
        "maiatza maiatzaren maiatzak, ekaina ekainaren ekainak eka, "
        "uztaila uztailaren uztailak uzt, abuztua abuztuaren abuztuak, "
        "iraila irailaren irailak, urria urriaren urriak, azaroa azaroaren azaroak, "
        "abendua abenduaren abenduak",
        "astelehena, asteartea, asteazkena, osteguna, ostirala, larunbata, igandea",
        yesterday="atzo",
        units="minutu, ordu, egun, aste, hilabete, urte", before="duela orain_dela",
        updated="eguneratua eguneratze",
    ),
    "fi": Words(
        "tammikuu tammikuuta tammikuun tammik, helmikuu helmikuuta helmikuun helmik, "
        "maaliskuu maaliskuuta maaliskuun maalisk, huhtikuu huhtikuuta huhtikuun huhtik, "
        "toukokuu toukokuuta toukokuun toukok, kesäkuu kesäkuuta kesäkuun kesäk, "
        "heinäkuu heinäkuuta heinäkuun heinäk, elokuu elokuuta elokuun elok, "
        "syyskuu syyskuuta syyskuun syysk, lokakuu lokakuuta lokakuun lokak, "
        "marraskuu marraskuuta marraskuun marrask, joulukuu joulukuuta joulukuun jouluk",
        "maanantai maanantaina, tiistai tiistaina, keskiviikko keskiviikkona, torstai torstaina, "
        "perjantai perjantaina, lauantai lauantaina, sunnuntai sunnuntaina",
        today="tänään", yesterday="eilen",
        units="minuuttia minuutti, tuntia tunti, päivää päivä, viikkoa viikko, "
        "kuukautta kuukausi, vuotta vuosi",
        after="sitten", updated="päivitetty muokattu",
    ),
    "ga": Words(
        "eanáir ean, feabhra feabh, márta, aibreán aib, bealtaine beal, meitheamh meith, iúil, "
        "lúnasa lún, meán_fómhair mfómh, deireadh_fómhair dfómh, samhain samhna samh, "
        "nollaig nollag noll",
        "luain, máirt, céadaoin, déardaoin, haoine, sathairn, domhnaigh",
        today="inniu", yesterday="inné",
        units="nóiméad, uair, lá, seachtain sheachtain seachtaine, mí mhí, bliain bhliain bliana",
        after="ó_shin", updated="nuashonraithe",
    ),
    "gl": Words(
        "xaneiro xan, febreiro, marzo, abril, maio, xuño, xullo xul, agosto, setembro, outubro, "
        "novembro, decembro",
        "luns, , mércores, xoves, venres, sábado, domingo",
        today="hoxe", yesterday="onte", before="hai",
        units="minuto minutos, hora horas, día días, semana semanas, mes meses, ano anos",
        updated="actualizado actualizada",
    ),
    "hr": Words(
        "siječanj siječnja sij, veljača veljače velj, ožujak ožujka ožu, travanj travnja tra, "
        "svibanj svibnja svi, lipanj lipnja, srpanj srpnja, kolovoz kolovoza kol, rujan rujna ruj, "
        ", studeni studenoga studenog stu, prosinac prosinca",
        "ponedjeljak, utorak, srijeda, četvrtak, petak, subota, nedjelja",
        today="danas", yesterday="jučer",
        units="minuta minutu minute, sati sat sata, dana dan, tjedana tjedan tjedna, "
        "mjeseci mjesec mjeseca, godina godinu godine",
        before="prije", updated="ažurirano",
    ),
    "hu": Words(
        "január, február febr, március márc, április ápr, május máj, június jún, július júl, "
        "augusztus, szeptember szept, október, november, december",
        "hétfő, kedd, szerda, csütörtök, péntek, szombat, vasárnap",
        yesterday="tegnap",
        units="perccel perce, órával órája, nappal napja, héttel hete, hónappal hónapja, "
        "évvel éve",
        after="ezelőtt", updated="frissítve frissítés módosítva",
    ),
    "id": Words(
        "januari, februari, maret, april, mei, juni, juli, agustus agu, september, oktober, "
        "november nopember, desember",
        "senin, selasa, rabu, kamis, jumat jum'at, sabtu, minggu",
        today="hari_ini", yesterday="kemarin",
        units="menit, jam, hari, minggu, bulan, tahun", after="yang_lalu lalu",
        updated="diperbarui",
    ),
    "is": Words(
        "janúar, febrúar, mars, apríl, maí, júní, júlí, ágúst ágú, september, október, "
        "nóvember nóv, desember",
        "mánudagur, þriðjudagur, miðvikudagur, fimmtudagur, föstudagur, laugardagur, sunnudagur",
        today="í_dag", yesterday="í_gær", before="fyrir",
        units="mínútum mínútu, klukkustundum klukkustund, dögum degi, vikum viku, "
        "mánuðum mánuði, árum ári",
        updated="uppfært",
    ),
    "lt": Words(
        "sausio sausis saus, vasario vasaris, kovo kovas, balandžio balandis, gegužės gegužė, "
        "birželio birželis, liepos liepa, rugpjūčio rugpjūtis rugp, rugsėjo rugsėjis rugs, "
        "spalio spalis, lapkričio lapkritis lapkr, gruodžio gruodis",
        "pirmadienis, antradienis, trečiadienis, ketvirtadienis, penktadienis, šeštadienis, "
        "sekmadienis",
        today="šiandien", yesterday="vakar", before="prieš",
        units="minučių minutę minutes, valandų valandą valandas, dienų dieną dienas, "
        "savaičių savaitę savaites, mėnesių mėnesį mėnesius, metų metus",
        updated="atnaujinta",
    ),
    "lv": Words(
        "janvāris janvārī janvāra janv, februāris februārī februāra febr, marts martā marta, "
        "aprīlis aprīlī aprīļa, maijs maijā maija, jūnijs jūnijā jūnija jūn, "
        "jūlijs jūlijā jūlija jūl, augusts augustā augusta, septembris septembrī septembra, "
        "oktobris oktobrī oktobra, novembris novembrī novembra, decembris decembrī decembra",
        "pirmdiena, otrdiena, trešdiena, ceturtdiena, piektdiena, sestdiena, svētdiena",
        today="šodien", yesterday="vakar", before="pirms",
        units="minūtēm minūtes, stundām stundas, dienām dienas, nedēļām nedēļas, "
        "mēnešiem mēneša, gadiem gada",
        updated="atjaunots atjaunināts",
    ),
    "ms": Words(
        "januari, februari, mac, april, mei, jun, julai, ogos ogo, september, oktober, november, "
        "disember dis",
        "isnin, selasa, rabu, khamis, jumaat, sabtu, ahad",
        yesterday="semalam", units="minit, jam, hari, minggu, bulan, tahun", after="lalu yang_lalu",
        updated="dikemaskini dikemas",
    ),
    "mt": Words(
        "jannar, frar fra, marzu, april, mejju mej, ġunju ġun, lulju lul, awwissu aww, settembru, "
        "ottubru ott, novembru, diċembru diċ",
        "tnejn, tlieta, erbgħa, ħamis, ġimgħa, sibt, ħadd",
        yesterday="ilbieraħ", after="ilu",
        units="minuta minuti, siegħa sigħat, ġurnata ġranet jiem, ġimgħa ġimgħat, xahar xhur, "
        "sena snin",
        updated="aġġornat",
    ),
    "nb": Words(
        "januar, februar, mars, april, mai, juni, juli, august, september, oktober, november, "
        "desember des",
        "mandag, tirsdag, onsdag, torsdag, fredag, lørdag, søndag",
        today="i_dag", yesterday="i_går", after="siden",
        units="minutter minutt, timer time, dager dag døgn, uker uke, måneder måned, år",
        updated="oppdatert endret",
    ),
    "nl": Words(
        "januari, februari, maart mrt, april, mei, juni, juli, augustus, september, oktober, "
        "november, december",
        "maandag, dinsdag, woensdag, donderdag, vrijdag, zaterdag, zondag",
        today="vandaag", yesterday="gisteren", after="geleden",
        units="minuten, uur uren, dag dagen, weken, maand maanden, jaar",
        updated="bijgewerkt",
    ),
    "pl": Words(
        "stycznia styczeń sty, lutego luty lut, marca marzec, kwietnia kwiecień kwi, maja maj, "
        "czerwca czerwiec cze, lipca lipiec lip, sierpnia sierpień sie, września wrzesień wrz, "
        "października październik paź, listopada listopad lis, grudnia grudzień gru",
        "poniedziałek, wtorek, środa, czwartek, piątek, sobota, niedziela",
        today="dzisiaj dziś", yesterday="wczoraj", after="temu",
        units="minut minuty, godzin godziny godzinę, dzień dni, tydzień tygodnie tygodni, "
        "miesiąc miesiące miesięcy, rok lata lat",
        updated="zaktualizowano",
    ),
    "pt": Words(
        "janeiro, fevereiro fev, março, abril, maio, junho, julho, agosto, setembro set, "
        "outubro out, novembro, dezembro",
        "segunda segunda-feira, terça terça-feira, quarta quarta-feira, quinta quinta-feira, "
        "sexta sexta-feira, sábado, domingo",
        today="hoje", yesterday="ontem", before="há ha", after="atrás",
        units="minuto minutos, hora horas, dia dias, semana semanas, mês meses, ano anos",
        updated="atualizado alterado",
    ),
    "ro": Words(
        "ianuarie ian, februarie, martie, aprilie, mai, iunie iun, iulie iul, august, septembrie, "
        "octombrie, noiembrie noiem, decembrie",
        "luni, marți marţi, miercuri, joi, vineri, sâmbătă, duminică",
        today="azi astăzi", yesterday="ieri", before="acum",
        units="minute minut, ore oră, zile zi, săptămâni săptămână, luni lună, ani an",
        updated="actualizat actualizare",
    ),
    "sk": Words(
        "január januára, február februára, marec marca, apríl apríla, máj mája, jún júna, "
        "júl júla, august augusta, september septembra, október októbra okt, november novembra, "
        "december decembra",
        "pondelok, utorok, streda, štvrtok, piatok, sobota, nedeľa",
        today="dnes", yesterday="včera", before="pred",
        units="minútami minútou, hodinami hodinou, dňami dňom, týždňami týždňom, "
        "mesiacmi mesiacom, rokmi rokom",
        updated="aktualizované aktualizácia",
    ),
    "sl": Words(
        "januar januarja, februar februarja, marec marca, april aprila, maj maja, junij junija, "
        "julij julija, avgust avgusta, september septembra, oktober oktobra, november novembra, "
        "december decembra",
        "ponedeljek, torek, sreda, četrtek, petek, sobota, nedelja",
        today="danes", yesterday="včeraj", before="pred",
        units="minutami minuto minutama, urami uro urama, dnevi dnevom dnevoma, "
        "tedni tednom tednoma, meseci mesecem mesecema, leti letom letoma",
        updated="posodobljeno",
    ),
    "sq": Words(
        "janar, shkurt shk, mars, prill pri, maj, qershor qer, korrik korr, gusht gush, "
        "shtator sht, tetor tet, nëntor nën, dhjetor dhj",
        units="minuta, orë, ditë, javë, muaj, vjet", after="më_parë", updated="përditësuar",
    ),
    "sr-latin": Words(
        "januar januara, februar februara, mart marta, april aprila, maj maja, jun juna, jul jula, "
        "avgust avgusta avg, septembar septembra, oktobar oktobra, novembar novembra, "
        "decembar decembra",
        "ponedeljak, utorak, sreda, četvrtak, petak, subota, nedelja",
        today="danas", yesterday="juče", before="pre",
        units="minuta minut, sati sata sat, dana dan, nedelja nedelje, meseci meseca mesec, "
        "godina godine godinu",
        updated="ažurirano",
    ),
    "sv": Words(
        "januari, februari, mars, april, maj, juni, juli, augusti, september, oktober, november, "
        "december",
        "måndag, tisdag, onsdag, torsdag, fredag, lördag, söndag",
        today="idag i_dag", yesterday="igår i_går", after="sedan",
        units="minuter minut, timme timmar, dag dagar, vecka veckor, månad månader, år",
        updated="uppdaterad uppdaterat ändrad",
    ),
    "sw": Words(
        "januari, februari, machi, aprili, mei, juni, julai, agosti, septemba, oktoba, novemba, "
        "desemba",
        "jumatatu, jumanne, jumatano, alhamisi, ijumaa, jumamosi, jumapili",
        updated="imesasishwa",
    ),
    "tr": Words(
        "ocak oca, şubat şub, mart, nisan nis, mayıs mayis, haziran haz, temmuz tem, "
        "ağustos ağu, eylül eyl, ekim eki, kasım kasim kas, aralık aralik ara",
        "pazartesi, salı, çarşamba, perşembe, cuma, cumartesi, pazar",
        today="bugün", yesterday="dün", after="önce",
        units="dakika, saat, gün, hafta, ay, yıl yil", updated="güncellendi güncelleme",
    ),
    "uz": Words(
        "yanvar yan, fevral, mart, aprel, may, iyun iyn, iyul iyl, avgust, sentabr sen, oktabr, "
        "noyabr noy, dekabr dek",
        today="bugun", yesterday="kecha", units="daqiqa, soat, kun, hafta, oy, yil", after="oldin",
        updated="yangilandi",
    ),
    "vi": Words(
        "tháng_1 thg_1, tháng_2 thg_2, tháng_3 thg_3, tháng_4 thg_4, tháng_5 thg_5, tháng_6 thg_6, "
        "tháng_7 thg_7, tháng_8 thg_8, tháng_9 thg_9, tháng_10 thg_10, tháng_11 thg_11, "
        "tháng_12 thg_12",
        today="hôm_nay", yesterday="hôm_qua", after="trước",
        units="phút, giờ, ngày, tuần, tháng, năm", updated="cập_nhật",
    ),
}  # fmt: skip
"""Tag -> words. Left out: short forms and days that are a common word or name elsewhere."""
